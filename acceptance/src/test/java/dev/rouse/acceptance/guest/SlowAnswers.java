package dev.rouse.acceptance.guest;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Waits at two places for three seconds: callbacks for answers, and a thread for a latch. */
public final class SlowAnswers {
    private static final int ROUNDS = 30;
    private static final ExecutorService ANSWERING = Executors.newFixedThreadPool(1);

    public static void main(String[] arguments) throws InterruptedException {
        CountDownLatch opened = new CountDownLatch(1);
        Thread waiting = new Thread(() -> await(opened));
        waiting.start();
        for (int round = 0; round < ROUNDS; round++) {
            ask().join();
        }
        opened.countDown();
        waiting.join();
        ANSWERING.shutdown();
        System.out.println("answered " + ROUNDS);
    }

    private static CompletableFuture<String> ask() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS, ANSWERING).execute(() -> answer(answer));
        return answer.thenApply(String::trim);
    }

    private static void answer(CompletableFuture<String> answer) {
        answer.complete(" yes ");
    }

    private static void await(CountDownLatch opened) {
        try {
            opened.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
