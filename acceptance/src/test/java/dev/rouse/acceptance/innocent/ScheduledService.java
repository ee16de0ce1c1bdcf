package dev.rouse.acceptance.innocent;

import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Periodic and delayed work on a scheduled pool and a Timer; main waits for the pool's termination. */
@SuppressWarnings("FutureReturnValueIgnored") // as its users do
final class ScheduledService {
    private static final Life LIFE = new Life();
    private static final ScheduledExecutorService POOL = Executors.newScheduledThreadPool(2);
    private static final Timer TIMER = new Timer("housekeeping", true);
    private static final AtomicLong TICKS = new AtomicLong();

    public static void main(String[] arguments) throws InterruptedException {
        POOL.scheduleAtFixedRate(TICKS::incrementAndGet, 0, 100, TimeUnit.MILLISECONDS);
        POOL.scheduleWithFixedDelay(TICKS::incrementAndGet, 4, 4, TimeUnit.SECONDS);
        TIMER.schedule(task(TICKS::incrementAndGet), 0, 5_000);
        LIFE.liveBeside(ScheduledService::round, POOL::shutdownNow);
        LIFE.check(true, POOL.awaitTermination(1, TimeUnit.HOURS));
        LIFE.check(true, TICKS.get() > 20);
        LIFE.end();
    }

    private static void round(int number) throws Exception {
        LIFE.check(number, POOL.schedule(() -> number, 5, TimeUnit.MILLISECONDS).get());
        LIFE.check(number, after(10, number).get(10, TimeUnit.SECONDS));
        CompletableFuture<Integer> timed = new CompletableFuture<>();
        TIMER.schedule(task(() -> timed.complete(number)), 3);
        LIFE.check(number, timed.join());
        if (Life.isSlow(number)) {
            LIFE.check(
                    number,
                    POOL.schedule(() -> number, 2500, TimeUnit.MILLISECONDS).get());
            LIFE.check(number, after(2500, number).join());
        }
    }

    private static CompletableFuture<Integer> after(long millis, int answer) {
        return CompletableFuture.supplyAsync(
                () -> answer, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
    }

    private static TimerTask task(Runnable work) {
        return new TimerTask() {
            @Override
            public void run() {
                work.run();
            }
        };
    }
}
