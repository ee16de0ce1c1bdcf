package dev.rouse.proofs.overhead;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** As many virtual threads as the machine can start: of each two one waits for a promise, the other completes it. */
public final class Spawning implements Runnable {
    private static final int BATCH = 200;

    private final ExecutorService threads;
    private final AtomicLong done = new AtomicLong();

    private Spawning(ExecutorService threads) {
        this.threads = threads;
    }

    public static void main(String[] args) throws Exception {
        Spawning spawning = new Spawning((ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
        Thread thread = new Thread(spawning, "spawning");
        thread.setDaemon(true);
        thread.start();
        Usage.answer("spawning", spawning.done::get);
    }

    @Override
    public void run() {
        try {
            while (true) {
                batch();
                done.addAndGet(BATCH);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void batch() throws InterruptedException {
        CountDownLatch all = new CountDownLatch(BATCH);
        for (int i = 0; i < BATCH; i++) {
            int number = i;
            CompletableFuture<Integer> promise = new CompletableFuture<>();
            threads.execute(() -> {
                promise.thenApply(n -> n + 1).join();
                all.countDown();
            });
            threads.execute(() -> promise.complete(number));
        }
        all.await();
    }
}
