package dev.rouse.acceptance.innocent;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Results that a thread of the program's own brings, which sleeps and looks again until they are there. */
final class PollingService {
    private static final long WHOLE_NS = TimeUnit.SECONDS.toNanos(Long.getLong("rouse.innocent.seconds", 60));
    private static final long LOOK_MS = 100;
    private static final int QUICK = 30;
    private static final Duration SLOW = Duration.ofSeconds(4);
    private static final Life LIFE = new Life();

    private PollingService() {}

    public static void main(String[] arguments) throws Exception {
        long end = System.nanoTime() + WHOLE_NS - SLOW.toNanos();
        int number = 0;
        do {
            for (int i = 0; i < QUICK; i++) {
                LIFE.check(number, resultAfter(Duration.ofMillis(1), number++).get(12, TimeUnit.SECONDS));
            }
            LIFE.check(number, resultAfter(SLOW, number++).get(12, TimeUnit.SECONDS));
        } while (System.nanoTime() < end);
        LIFE.end();
    }

    private static CompletableFuture<Integer> resultAfter(Duration time, int number) {
        CompletableFuture<Integer> result = new CompletableFuture<>();
        long due = System.nanoTime() + time.toNanos();
        new Thread(() -> await(due, number, result), "polls").start();
        return result;
    }

    private static void await(long due, int number, CompletableFuture<Integer> result) {
        while (System.nanoTime() < due) {
            Life.sleep(LOOK_MS);
        }
        result.complete(number);
    }
}
