package dev.rouse.acceptance.late;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who waits long, or by a timeout, as is meant: batches of many tasks for few threads, also on a timer's pool; a round
 * of housekeeping; a consumer that polls; a loop that sleeps on the condition by which it would be told to stop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // as their users do
final class Bystanders {
    private static final int BATCH = 2_000;

    private Bystanders() {}

    static void start() {
        batches(Executors.newFixedThreadPool(2));
        batches(Executors.newFixedThreadPool(1));
        timedBatches(Executors.newScheduledThreadPool(1));
        daemon("housekeeping", Bystanders::housekeeping);
        daemon("consumer", Bystanders::consume);
        daemon("requests", () -> serve(new Stop()));
    }

    private static void daemon(String name, Runnable loop) {
        Thread thread = new Thread(loop, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void batches(ExecutorService pool) {
        for (int i = 0; i < BATCH; i++) {
            pool.execute(() -> LateService.pause(1));
        }
    }

    private static void timedBatches(ScheduledExecutorService pool) {
        for (int i = 0; i < BATCH; i++) {
            pool.execute(() -> LateService.pause(1));
            pool.schedule(() -> LateService.pause(1), 5, TimeUnit.MILLISECONDS);
        }
    }

    private static void housekeeping() {
        Lock lock = new ReentrantLock();
        Condition wakeUp = lock.newCondition();
        while (!Thread.currentThread().isInterrupted()) {
            lock.lock();
            try {
                long left = wakeUp.awaitNanos(20_000_000);
                LateService.pause(left > 0 ? 0 : 2);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                lock.unlock();
            }
        }
    }

    private static void consume() {
        LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();
        try {
            for (String item = ""; !"stop".equals(item); ) {
                item = queue.poll(15, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void serve(Stop stop) {
        serveUntil(stop);
    }

    private static void serveUntil(Stop stop) {
        while (!stop.isTold(10)) {
            LateService.pause(1);
        }
    }

    /** Tells a loop to stop; nobody does here. */
    private static final class Stop {
        private final Lock lock = new ReentrantLock();
        private final Condition told = lock.newCondition();

        @SuppressWarnings("WaitNotInLoop") // a spurious wake-up only has it asked sooner
        boolean isTold(long withinMs) {
            lock.lock();
            try {
                return told.await(withinMs, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                return true;
            } finally {
                lock.unlock();
            }
        }
    }
}
