package dev.rouse.acceptance.innocent;

import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Results that come at their time, from one of two {@code java.util.Timer}s. */
final class TimerService {
    private static final long WHOLE_NS = TimeUnit.SECONDS.toNanos(Long.getLong("rouse.innocent.seconds", 60));
    private static final int QUICK = 50;
    private static final int SLOW_S = 4;
    private static final Life LIFE = new Life();
    private static final Timer ONE = new Timer(true);
    private static final Timer OTHER = new Timer(true);

    private TimerService() {}

    public static void main(String[] arguments) throws Exception {
        long end = System.nanoTime() + WHOLE_NS - TimeUnit.SECONDS.toNanos(2 * SLOW_S);
        int number = 0;
        do {
            for (int i = 0; i < QUICK; i++) {
                check(number, resultAfter(1, ONE, number++));
            }
            check(number, resultAfter(SLOW_S * 1_000L, ONE, number++));
            check(number, resultAfter(SLOW_S * 1_000L, OTHER, number++));
        } while (System.nanoTime() < end);
        LIFE.end();
    }

    private static void check(int number, CompletableFuture<Integer> result) throws Exception {
        LIFE.check(number, result.get(12, TimeUnit.SECONDS));
    }

    private static CompletableFuture<Integer> resultAfter(long ms, Timer timer, int number) {
        CompletableFuture<Integer> result = new CompletableFuture<>();
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        result.complete(number);
                    }
                },
                ms);
        return result;
    }
}
