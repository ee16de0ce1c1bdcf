package dev.rouse.acceptance.cases;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.jodah.failsafe.Failsafe;
import net.jodah.failsafe.RetryPolicy;
import net.jodah.failsafe.Timeout;

/**
 * <a href="https://github.com/failsafe-lib/failsafe/issues/303">failsafe #303</a>: with a retry policy around a
 * timeout, a timeout that fires while the stage still runs is recorded but completes nothing, so the caller's future
 * stays incomplete.
 */
final class FailsafeTimeout303 {
    private static final int CALLS = 5;

    public static void main(String[] arguments) throws InterruptedException {
        ExecutorService backend = Executors.newCachedThreadPool();
        List<CompletableFuture<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            calls.add(call(backend));
        }
        long deadline = System.nanoTime() + Outcome.PATIENCE.toNanos();
        int hung = 0;
        for (CompletableFuture<Integer> call : calls) {
            hung += endsBefore(deadline, call) ? 0 : 1;
        }
        Outcome.end(hung > 0, hung + " of " + CALLS + " calls hang; three attempts of 50 ms each should take 250 ms");
    }

    private static CompletableFuture<Integer> call(ExecutorService backend) {
        RetryPolicy<Integer> retry = new RetryPolicy<Integer>()
                .withBackoff(10, 30, ChronoUnit.MILLIS)
                .withMaxRetries(2);
        Timeout<Integer> timeout = Timeout.of(Duration.ofMillis(50));
        return Failsafe.with(retry, timeout)
                .getStageAsync(() -> CompletableFuture.supplyAsync(FailsafeTimeout303::slowAnswer, backend));
    }

    private static int slowAnswer() {
        try {
            Thread.sleep(200);
            return 1;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean endsBefore(long deadline, CompletableFuture<?> call) throws InterruptedException {
        try {
            call.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }
}
