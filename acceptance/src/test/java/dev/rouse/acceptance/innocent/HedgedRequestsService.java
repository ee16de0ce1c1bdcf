package dev.rouse.acceptance.innocent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Hedged requests: the first answer counts, and the losers are left behind, some late, some cancelled, some never
 * answered at all. Their waits end without them, so nothing of this is a lost wake.
 */
@SuppressWarnings("FutureReturnValueIgnored") // as its users do
final class HedgedRequestsService {
    private static final Life LIFE = new Life();
    private static final ScheduledExecutorService BACKENDS = Executors.newScheduledThreadPool(2);

    public static void main(String[] arguments) throws InterruptedException {
        CountDownLatch shutdown = new CountDownLatch(1);
        LIFE.liveBeside(HedgedRequestsService::round, shutdown::countDown);
        shutdown.await();
        BACKENDS.shutdownNow();
        LIFE.end();
    }

    private static void round(int number) {
        LIFE.check("primary", firstOf(answer("primary", 2), answer("backup", 2_000)));
        LIFE.check("backup", firstOf(answer("primary", 4000), answer("backup", 3)));
        LIFE.check("backup", firstOf(neverAnswered(), answer("backup", 3)));
        LIFE.check(
                "either",
                neverAnswered().applyToEither(answer("either", 2), text -> text).join());
        LIFE.check("timeout", timedOut(neverAnswered().orTimeout(20, TimeUnit.MILLISECONDS)));
        LIFE.check("timeout", timedOut(neverAnswered().thenApply(text -> text).orTimeout(20, TimeUnit.MILLISECONDS)));
        LIFE.check(
                "default",
                neverAnswered()
                        .completeOnTimeout("default", 5, TimeUnit.MILLISECONDS)
                        .join());
        cancelledByTheCaller();
        if (Life.isSlow(number)) {
            LIFE.check("slow", answer("slow", 2500).thenApply(text -> text).join());
        }
    }

    private static Object firstOf(CompletableFuture<String> one, CompletableFuture<String> other) {
        return CompletableFuture.anyOf(one.thenApply(text -> text), other.thenApply(text -> text))
                .join();
    }

    private static CompletableFuture<String> answer(String text, long afterMs) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        BACKENDS.schedule(() -> answer.complete(text), afterMs, TimeUnit.MILLISECONDS);
        return answer;
    }

    /** A request whose connection has gone: its caller has a timeout or a hedge for that. */
    private static CompletableFuture<String> neverAnswered() {
        return new CompletableFuture<>();
    }

    private static String timedOut(CompletableFuture<String> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            return "timeout";
        }
    }

    private static void cancelledByTheCaller() {
        CompletableFuture<String> request = neverAnswered();
        CompletableFuture<Integer> length = request.thenApply(String::length);
        length.cancel(true);
        LIFE.check(true, length.isCancelled());
    }
}
