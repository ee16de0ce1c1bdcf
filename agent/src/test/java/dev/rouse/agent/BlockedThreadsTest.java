package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.agent.BlockedThreads.Work;
import dev.rouse.engine.model.Role;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@link WaitShape} of threads that really block, in the ways of the JDK that runs the test. */
@Timeout(120)
class BlockedThreadsTest {
    private final BlockedThreads threads = new BlockedThreads();

    @AfterEach
    void endsThem() throws InterruptedException {
        threads.end();
    }

    private WaitShape shapeOf(Work work, String method) throws Exception {
        return BlockedThreads.shape(threads.start(work), method);
    }

    /** The shape of an executor's worker once it has done one task and found no other. */
    private static WaitShape idleWorkerOf(ExecutorService pool, String method) throws Exception {
        try {
            AtomicReference<Thread> worker = new AtomicReference<>();
            Thread thread = pool.submit(() -> {
                        worker.set(Thread.currentThread());
                        return Thread.currentThread();
                    })
                    .get(20, TimeUnit.SECONDS);
            return BlockedThreads.shape(thread, method);
        } finally {
            pool.shutdownNow();
        }
    }

    private static void assertIdle(WaitShape shape) {
        assertThat(shape.role()).isEqualTo(Role.IDLE);
        assertThat(shape.housekeeping()).isTrue();
    }

    @Test
    void knowsTheIdleWorkersOfEachExecutor() throws Exception {
        assertIdle(idleWorkerOf(Executors.newFixedThreadPool(1), "take"));
        assertIdle(idleWorkerOf(Executors.newCachedThreadPool(), "poll"));
        assertIdle(idleWorkerOf(Executors.newScheduledThreadPool(1), "take"));
        assertIdle(idleWorkerOf(new ForkJoinPool(1), "awaitWork"));
    }

    @Test
    void knowsASchedulersWorkerThatAwaitsItsNextTask() throws Exception {
        ScheduledExecutorService pool = Executors.newScheduledThreadPool(1);
        assertThat(pool.schedule(() -> {}, 1, TimeUnit.HOURS).isDone()).isFalse();

        assertThat(idleWorkerOf(pool, "awaitNanos").role()).isEqualTo(Role.TIMER);
    }

    @Test
    void knowsATimersThread() throws Exception {
        Timer timer = new Timer(true);
        try {
            CompletableFuture<Thread> thread = new CompletableFuture<>();
            timer.schedule(task(() -> {}), 3_600_000); // first: a later one would wake the thread once more
            timer.schedule(task(() -> thread.complete(Thread.currentThread())), 0);

            assertThat(BlockedThreads.shape(thread.get(20, TimeUnit.SECONDS), "wait")
                            .role())
                    .isEqualTo(Role.TIMER);
        } finally {
            timer.cancel();
        }
    }

    private static TimerTask task(Runnable work) {
        return new TimerTask() {
            @Override
            public void run() {
                work.run();
            }
        };
    }

    @Test
    void knowsAConsumerThatTakesFromAQueue() throws Exception {
        assertThat(shapeOf(() -> new LinkedBlockingQueue<>().take(), "take").role())
                .isEqualTo(Role.IDLE);
        assertThat(shapeOf(() -> new LinkedTransferQueue<>().take(), "take").role())
                .isEqualTo(Role.IDLE);
        assertThat(shapeOf(() -> new LinkedBlockingQueue<>().poll(1, TimeUnit.HOURS), "poll")
                        .role())
                .isEqualTo(Role.IDLE);
    }

    @Test
    void knowsAWaitForAResult() throws Exception {
        assertResult(() -> new CompletableFuture<>().get(), "get", "java.util.concurrent.CompletableFuture");
        CompletableFuture<String> uninterruptible = new CompletableFuture<>();
        assertResult(uninterruptible::join, "join", "java.util.concurrent.CompletableFuture");
        uninterruptible.complete("over");
        assertResult(
                () -> new CompletableFuture<>().get(1, TimeUnit.HOURS),
                "get",
                "java.util.concurrent.CompletableFuture");
        assertResult(() -> new FutureTask<>(() -> 1).get(), "get", "java.util.concurrent.FutureTask");
    }

    private void assertResult(Work work, String method, String source) throws Exception {
        WaitShape shape = shapeOf(work, method);

        assertThat(shape.role()).isEqualTo(Role.RESULT);
        assertThat(shape.source()).isEqualTo(source);
        assertThat(shape.site().name())
                .startsWith("dev.rouse.agent.BlockedThreads")
                .contains(".lambda$");
    }

    @Test
    void knowsALatch() throws Exception {
        WaitShape shape = shapeOf(() -> new CountDownLatch(1).await(), "await");

        assertThat(shape.role()).isEqualTo(Role.LATCH);
        assertThat(shape.source()).isEqualTo("java.util.concurrent.CountDownLatch");
    }

    @Test
    void knowsAPermitAsASignal() throws Exception {
        WaitShape shape = shapeOf(() -> new Semaphore(0).acquire(), "acquire");

        assertThat(shape.role()).isEqualTo(Role.SIGNAL);
        assertThat(shape.source()).isEqualTo("java.util.concurrent.Semaphore");
    }

    @Test
    void knowsTheLocks() throws Exception {
        ReentrantLock lock = new ReentrantLock();
        ReentrantReadWriteLock both = new ReentrantReadWriteLock();
        Object monitor = new Object();
        lock.lock();
        both.writeLock().lock();

        WaitShape plain = shapeOf(lock::lockInterruptibly, "lockInterruptibly");
        WaitShape reading = shapeOf(() -> both.readLock().lockInterruptibly(), "lockInterruptibly");
        WaitShape entering;
        synchronized (monitor) {
            entering = shapeOf(() -> enter(monitor), "enter");
        }

        assertThat(plain.role()).isEqualTo(Role.LOCK);
        assertThat(plain.source()).isEqualTo("java.util.concurrent.locks.ReentrantLock");
        assertThat(reading.role()).isEqualTo(Role.LOCK);
        assertThat(reading.source()).isEqualTo("java.util.concurrent.locks.ReentrantReadWriteLock");
        assertThat(entering.role()).isEqualTo(Role.LOCK);
        assertThat(entering.source()).isEqualTo("java.lang.Object");
    }

    private static void enter(Object monitor) {
        synchronized (monitor) {
            Thread.onSpinWait();
        }
    }

    @Test
    void knowsASleepAndAJoin() throws Exception {
        Thread sleeper = threads.start(() -> Thread.sleep(3_600_000));
        WaitShape sleep = BlockedThreads.shape(sleeper, "sleep");
        WaitShape join = shapeOf(sleeper::join, "join");

        assertThat(sleep.role()).isEqualTo(Role.TIMER);
        assertThat(join.role()).isEqualTo(Role.JOIN);
    }

    @Test
    void knowsAWaitForAPoolsEnd() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        try {
            WaitShape shape = shapeOf(
                    () -> assertThat(pool.awaitTermination(1, TimeUnit.HOURS)).isTrue(), "awaitTermination");

            assertThat(shape.role()).isEqualTo(Role.JOIN);
        } finally {
            pool.shutdownNow();
        }
    }
}
