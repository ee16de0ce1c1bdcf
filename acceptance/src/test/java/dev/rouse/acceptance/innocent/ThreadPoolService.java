package dev.rouse.acceptance.innocent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Tasks on a bounded ThreadPoolExecutor, their results awaited in every usual way; main waits for a latch. */
final class ThreadPoolService {
    private static final Life LIFE = new Life();
    private static final ExecutorService POOL = new ThreadPoolExecutor(
            2, 4, 2, TimeUnit.SECONDS, new ArrayBlockingQueue<>(64), new ThreadPoolExecutor.CallerRunsPolicy());

    public static void main(String[] arguments) throws InterruptedException {
        CountDownLatch shutdown = new CountDownLatch(1);
        LIFE.liveBeside(ThreadPoolService::round, shutdown::countDown);
        shutdown.await();
        POOL.shutdown();
        LIFE.check(true, POOL.awaitTermination(10, TimeUnit.SECONDS));
        LIFE.end();
    }

    private static void round(int number) throws Exception {
        Future<Long> slow = POOL.submit(() -> answer(number, Life.isSlow(number) ? 2500 : 0));
        Future<Long> fast = POOL.submit(() -> answer(number + 1, 0));
        LIFE.check(Life.work(number + 1), fast.get(10, TimeUnit.SECONDS));
        LIFE.check(Life.work(number), slow.get());
        allAtOnce(number);
        inOrderOfCompletion(number);
        asStages(number);
    }

    private static void allAtOnce(int number) throws Exception {
        List<Callable<Long>> tasks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int seed = number + i;
            tasks.add(() -> answer(seed, 0));
        }
        List<Future<Long>> answers = POOL.invokeAll(tasks);
        for (int i = 0; i < 4; i++) {
            LIFE.check(Life.work(number + i), answers.get(i).get());
        }
    }

    private static void inOrderOfCompletion(int number) throws Exception {
        CompletionService<Long> completed = new ExecutorCompletionService<>(POOL);
        completed.submit(() -> answer(number, 1));
        completed.submit(() -> answer(number, 5));
        LIFE.check(Life.work(number), completed.take().get());
        LIFE.check(Life.work(number), completed.take().get());
    }

    private static void asStages(int number) {
        CompletableFuture<Long> left = CompletableFuture.supplyAsync(() -> answer(number, 0), POOL);
        CompletableFuture<Long> right = CompletableFuture.supplyAsync(() -> answer(number, 2), POOL);
        LIFE.check(
                Life.work(number) * 2,
                left.thenCombineAsync(right, Long::sum, POOL).join());
    }

    private static long answer(long seed, long delayMs) {
        if (delayMs > 0) {
            Life.sleep(delayMs);
        }
        return Life.work(seed);
    }
}
