package dev.rouse.acceptance.innocent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** A virtual thread a task: waits on futures, queues, locks and semaphores; needs a JDK of 21 or later. */
final class VirtualThreadService {
    private static final Life LIFE = new Life();
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final Semaphore PERMITS = new Semaphore(3);
    private static final BlockingQueue<CompletableFuture<Integer>> QUEUE = new ArrayBlockingQueue<>(16);
    private static int guarded;

    public static void main(String[] arguments) throws Exception {
        CountDownLatch shutdown = new CountDownLatch(1);
        ExecutorService tasks = threadPerTask();
        Future<?> consumer = tasks.submit(VirtualThreadService::consume);
        LIFE.liveBeside(number -> round(number, tasks), shutdown::countDown);
        shutdown.await();
        LIFE.check(true, consumer.cancel(true));
        LIFE.end();
    }

    /** Release 17 does not know the method, so it is looked up. */
    private static ExecutorService threadPerTask() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    private static void round(int number, ExecutorService tasks) throws Exception {
        List<Future<Integer>> answers = new ArrayList<>();
        int before = guarded;
        for (int i = 0; i < 20; i++) {
            int seed = i;
            answers.add(tasks.submit(() -> task(seed, number)));
        }
        for (int i = 0; i < 20; i++) {
            LIFE.check(i, i % 2 == 0 ? answers.get(i).get() : answers.get(i).get(20, TimeUnit.SECONDS));
        }
        LIFE.check(before + 20, guarded);
    }

    private static int task(int seed, int number) throws Exception {
        PERMITS.acquire();
        try {
            Life.sleep(Life.isSlow(number) && seed == 7 ? 2500 : 1);
        } finally {
            PERMITS.release();
        }
        LOCK.lock();
        try {
            guarded++;
        } finally {
            LOCK.unlock();
        }
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        QUEUE.put(answer);
        return answer.thenApply(one -> one * seed).get();
    }

    private static void consume() {
        try {
            while (true) {
                QUEUE.take().complete(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
