package dev.rouse.proofs.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;

/** CompletableFuture over single-threaded executors: the least that can run it, a queue and a thread. */
final class CompletableFutures implements Subject {
    private final Executor one = loop();
    private final Executor other = loop();

    /** Its own thread appends without a lock, others through a blocking queue. */
    private static Executor loop() {
        LinkedBlockingQueue<Runnable> remote = new LinkedBlockingQueue<>();
        java.util.ArrayDeque<Runnable> local = new java.util.ArrayDeque<>();
        Thread thread = new Thread(
                () -> {
                    while (true) {
                        Runnable next = local.poll();
                        try {
                            (next == null ? remote.take() : next).run();
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                },
                "loop");
        thread.setDaemon(true);
        thread.start();
        return work -> {
            if (Thread.currentThread() == thread) {
                local.add(work);
            } else {
                remote.add(work);
            }
        };
    }

    @Override
    public void yields(int n) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        one.execute(() -> step(n, done));
        done.await();
    }

    private void step(int rest, CountDownLatch done) {
        if (rest == 0) {
            done.countDown();
        } else {
            CompletableFuture.runAsync(() -> step(rest - 1, done), one);
        }
    }

    @Override
    public void hops(int n) throws Exception {
        rally(one, one, n);
    }

    @Override
    public void crossings(int n) throws Exception {
        rally(one, other, n);
    }

    private static void rally(Executor here, Executor there, int n) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        CompletableFuture<Void> ball = new CompletableFuture<>();
        here.execute(() -> receive(ball, here, there, n, done));
        ball.complete(null);
        done.await();
    }

    /** The receiver waits on an incomplete future for the next ball, which the other side completes. */
    private static void receive(
            CompletableFuture<Void> ball, Executor here, Executor there, int rest, CountDownLatch done) {
        ball.thenRunAsync(
                () -> {
                    if (rest == 0) {
                        done.countDown();
                        return;
                    }
                    CompletableFuture<Void> next = new CompletableFuture<>();
                    receive(next, there, here, rest - 1, done);
                    next.complete(null);
                },
                here);
    }

    @Override
    public void spawns(int n) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        one.execute(() -> spawn(n, done));
        done.await();
    }

    private void spawn(int rest, CountDownLatch done) {
        if (rest == 0) {
            done.countDown();
            return;
        }
        CompletableFuture.supplyAsync(() -> 42, one).thenRun(() -> spawn(rest - 1, done));
    }

    @Override
    public void sleepers(int n) {
        throw new UnsupportedOperationException("has no tasks that sleep");
    }
}
