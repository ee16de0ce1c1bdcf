package dev.rouse.acceptance.cases;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Customers, a thread each, that ask a small pool and wait for its answer. They come in rushes, in which the pool's
 * queue is full now and then. With the argument {@code discards} the pool throws away what it has no room for, and
 * nobody ever completes that answer; with {@code serves} whoever asks does the work then. All others go on. It ends
 * when its input does.
 */
public final class Counter {
    private static final int RUSH = 9;
    private static final int RUSH_EACH_MS = 100;
    private static final int WORK_MS = 15;

    private static final AtomicInteger OPEN = new AtomicInteger();

    private Counter() {}

    public static void main(String[] arguments) throws Exception {
        boolean discards = arguments[0].equals("discards");
        ExecutorService customers = arguments[1].equals("virtual") ? virtualThreads() : Executors.newCachedThreadPool();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(2, 2, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(6), whatIsTooMuch(discards));
        Thread rushes = new Thread(() -> rush(customers, pool), "rushes");
        rushes.start();
        while (System.in.read() >= 0) {
            // until its end
        }
        rushes.interrupt();
        rushes.join();
        awaitTheLast(discards ? 1 : 30);
        System.out.println(OPEN.get() == 0 ? "customers: all served" : "customers: some wait");
        Runtime.getRuntime().halt(0);
    }

    /** Those whose work was thrown away wait for ever, the others for as long as the machine takes. */
    private static void awaitTheLast(int seconds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (OPEN.get() > 0 && System.nanoTime() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static void rush(ExecutorService customers, ExecutorService pool) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                for (int i = 0; i < RUSH; i++) {
                    OPEN.incrementAndGet();
                    customers.execute(() -> ask(pool));
                }
                TimeUnit.MILLISECONDS.sleep(RUSH_EACH_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static RejectedExecutionHandler whatIsTooMuch(boolean discards) {
        return discards ? new ThreadPoolExecutor.DiscardPolicy() : new ThreadPoolExecutor.CallerRunsPolicy();
    }

    /** Release 17 does not know them, so the method is looked up. */
    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    private static void ask(ExecutorService pool) {
        try {
            Callable<String> work = Counter::work;
            pool.submit(work).get();
            OPEN.decrementAndGet();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String work() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(WORK_MS);
        return "served";
    }
}
