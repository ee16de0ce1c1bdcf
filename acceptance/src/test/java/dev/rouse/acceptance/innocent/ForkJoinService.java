package dev.rouse.acceptance.innocent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Divide and conquer on ForkJoinPools, the common one and an own; main joins the thread that makes the load. */
final class ForkJoinService {
    private static final Life LIFE = new Life();
    private static final ForkJoinPool POOL = new ForkJoinPool(3);

    public static void main(String[] arguments) throws InterruptedException {
        LIFE.liveBeside(ForkJoinService::round, () -> {}).join();
        POOL.shutdown();
        LIFE.check(true, POOL.awaitTermination(10, TimeUnit.SECONDS));
        LIFE.end();
    }

    private static void round(int number) throws Exception {
        LIFE.check(499_500L, POOL.invoke(new Sum(0, 1000)));
        LIFE.check(499_500L, POOL.submit(new Sum(0, 1000)).get(10, TimeUnit.SECONDS));
        LIFE.check(499_500L, ForkJoinPool.commonPool().submit(new Sum(0, 1000)).join());
        LIFE.check(499_500L, LongStream.range(0, 1000).parallel().sum());
        LIFE.check(499_501L, stages().get());
        if (Life.isSlow(number)) {
            LIFE.check("slow", POOL.submit(ForkJoinService::blockingCall).get());
        }
    }

    private static CompletableFuture<Long> stages() {
        return CompletableFuture.supplyAsync(() -> new Sum(0, 1000).invoke())
                .thenComposeAsync(sum -> CompletableFuture.supplyAsync(() -> sum + 1, POOL))
                .thenApplyAsync(sum -> sum, POOL);
    }

    private static String blockingCall() throws InterruptedException {
        ForkJoinPool.managedBlock(new ForkJoinPool.ManagedBlocker() {
            private boolean over;

            @Override
            public boolean block() throws InterruptedException {
                TimeUnit.MILLISECONDS.sleep(2500);
                over = true;
                return true;
            }

            @Override
            public boolean isReleasable() {
                return over;
            }
        });
        return "slow";
    }

    private static final class Sum extends RecursiveTask<Long> {
        private static final long serialVersionUID = 1;
        private final int from;
        private final int to;

        Sum(int from, int to) {
            this.from = from;
            this.to = to;
        }

        @Override
        protected Long compute() {
            if (to - from <= 50) {
                return LongStream.range(from, to).sum();
            }
            int middle = (from + to) / 2;
            Sum left = new Sum(from, middle);
            left.fork();
            return new Sum(middle, to).compute() + left.join();
        }
    }
}
