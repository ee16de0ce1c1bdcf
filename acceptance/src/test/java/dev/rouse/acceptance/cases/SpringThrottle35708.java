package dev.rouse.acceptance.cases;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * <a href="https://github.com/spring-projects/spring-framework/pull/35708">spring-framework #35708</a>: a task whose
 * thread cannot be started keeps its permit of the concurrency limit, so later callers of {@code execute} wait for a
 * task that does not run.
 */
final class SpringThrottle35708 {

    public static void main(String[] arguments) throws InterruptedException {
        AtomicBoolean outOfThreads = new AtomicBoolean(true);
        SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("mail-");
        executor.setConcurrencyLimit(1);
        executor.setThreadFactory(task -> threadThatNeedsRoom(task, outOfThreads));
        String first = firstTask(executor);
        outOfThreads.set(false);
        CountDownLatch ran = new CountDownLatch(1);
        Thread request = new Thread(() -> executor.execute(ran::countDown), "request");
        request.setDaemon(true);
        request.start();
        boolean answered = ran.await(Outcome.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        Outcome.end(!answered, first + ", the second " + (answered ? "ran" : "is not even accepted"));
    }

    private static String firstTask(SimpleAsyncTaskExecutor executor) {
        try {
            executor.execute(() -> {});
            return "the first task was accepted";
        } catch (OutOfMemoryError | RuntimeException e) {
            return "the first task was refused (" + e.getMessage() + ")";
        }
    }

    /** Fails to start as the JVM's own do when the system grants no more threads. */
    private static Thread threadThatNeedsRoom(Runnable task, AtomicBoolean outOfThreads) {
        return new Thread(task) {
            @Override
            public synchronized void start() {
                if (outOfThreads.get()) {
                    throw new OutOfMemoryError("unable to create native thread");
                }
                super.start();
            }
        };
    }
}
