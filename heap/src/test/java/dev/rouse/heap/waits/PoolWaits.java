package dev.rouse.heap.waits;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Tasks that wait for tasks of their own pool, and their like that somebody can still wake. */
final class PoolWaits {
    private PoolWaits() {}

    static void start(Starter starter) throws InterruptedException {
        if (starter.virtual()) {
            return;
        }
        itself(pool(1, 1, new LinkedBlockingQueue<>(), "STARVED|waits for its own pool"));
        itself(pool(
                1, 8, new LinkedBlockingQueue<>(), "STARVED|waits for its own pool, which could grow but never will"));
        itself(pool(1, 2, new ArrayBlockingQueue<>(9), "HELD|waits for its own pool, which a full queue makes grow"));
        itself(new ScheduledThreadPoolExecutor(1, named("STARVED|waits for its own scheduled pool")));
        eachOther();
        outside();
        forkJoin();
    }

    private static void itself(ExecutorService pool) throws InterruptedException {
        LabelledWaits.KEPT.add(pool);
        CountDownLatch begun = new CountDownLatch(1);
        pool.execute(() -> {
            begun.countDown();
            CompletableFuture.runAsync(() -> {}, pool).join();
        });
        begun.await();
    }

    private static void eachOther() throws InterruptedException {
        ExecutorService one = pool(1, 1, new LinkedBlockingQueue<>(), "STARVED|waits for the other of two pools");
        ExecutorService other = pool(1, 1, new LinkedBlockingQueue<>(), "STARVED|waits for the one of two pools");
        LabelledWaits.KEPT.add(one);
        LabelledWaits.KEPT.add(other);
        CountDownLatch begun = new CountDownLatch(2);
        one.execute(() -> crosswise(begun, other));
        other.execute(() -> crosswise(begun, one));
        begun.await();
    }

    private static void crosswise(CountDownLatch begun, ExecutorService other) {
        begun.countDown();
        await(begun);
        CompletableFuture.runAsync(() -> {}, other).join();
    }

    /** One that is in no pool itself, and one in whose pool another worker can go on. */
    private static void outside() throws InterruptedException {
        CountDownLatch kept = new CountDownLatch(1);
        LabelledWaits.KEPT.add(kept);
        ExecutorService pool = pool(2, 2, new SynchronousQueue<>(), "HELD|in a pool with another that can go on");
        ExecutorService queued =
                pool(2, 2, new LinkedBlockingQueue<>(), "HELD|in a queued pool with one that can go on");
        for (ExecutorService each : new ExecutorService[] {pool, queued}) {
            LabelledWaits.KEPT.add(each);
            CountDownLatch begun = new CountDownLatch(2);
            each.execute(() -> awaits(begun, kept));
            CountDownLatch own = new CountDownLatch(1);
            each.execute(() -> awaits(begun, own));
            begun.await();
            if (each == queued) {
                each.execute(own::countDown);
            } else {
                LabelledWaits.KEPT.add(own);
            }
        }
    }

    private static void awaits(CountDownLatch begun, CountDownLatch latch) {
        begun.countDown();
        await(latch);
    }

    private static void forkJoin() throws InterruptedException {
        CountDownLatch own = new CountDownLatch(1);
        ForkJoinPool starved = forkJoin(2, "STARVED|waits for its own ForkJoinPool");
        both(starved, own, own);
        starved.execute(own::countDown);
        CountDownLatch kept = new CountDownLatch(1);
        LabelledWaits.KEPT.add(kept);
        CountDownLatch other = new CountDownLatch(1);
        ForkJoinPool half = forkJoin(2, "HELD|in a ForkJoinPool with another that can go on");
        both(half, kept, other);
        half.execute(other::countDown);
        CountDownLatch third = new CountDownLatch(1);
        ForkJoinPool wide = forkJoin(3, "HELD|in a ForkJoinPool with an idle worker");
        LabelledWaits.KEPT.add(third);
        both(wide, third, third);
    }

    private static void both(ForkJoinPool pool, CountDownLatch one, CountDownLatch other) throws InterruptedException {
        LabelledWaits.KEPT.add(pool);
        CountDownLatch begun = new CountDownLatch(2);
        pool.execute(() -> awaits(begun, one));
        pool.execute(() -> awaits(begun, other));
        begun.await();
    }

    private static ForkJoinPool forkJoin(int parallelism, String name) {
        return new ForkJoinPool(
                parallelism,
                pool -> {
                    ForkJoinWorkerThread worker = new Worker(pool);
                    worker.setName(name);
                    return worker;
                },
                null,
                true);
    }

    private static final class Worker extends ForkJoinWorkerThread {
        private Worker(ForkJoinPool pool) {
            super(pool);
        }
    }

    private static ExecutorService pool(int core, int most, BlockingQueue<Runnable> queue, String name) {
        return new ThreadPoolExecutor(core, most, 0, TimeUnit.SECONDS, queue, named(name));
    }

    private static ThreadFactory named(String name) {
        return body -> {
            Thread thread = new Thread(body, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
