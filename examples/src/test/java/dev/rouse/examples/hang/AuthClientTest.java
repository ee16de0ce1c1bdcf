package dev.rouse.examples.hang;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class AuthClientTest {
    private final HandDrivenAuth library = new HandDrivenAuth();
    private final AuthClient client = new AuthClient(library);

    @Test
    void answersEveryRequestThatComesAlone() {
        for (int i = 0; i < 10 * AuthClient.SLOTS; i++) {
            CompletableFuture<Boolean> verdict = client.verify("local/anna");
            library.accept(i);
            assertThat(verdict).isCompletedWithValue(true);
        }
    }

    @Test
    void answersEveryRequestThatComesAloneFromTheRealThreads() throws Exception {
        AuthClient real = new AuthClient(new JavaAuth(null));
        for (int i = 0; i < 2 * AuthClient.SLOTS; i++) {
            assertThat(real.verify("local/anna").get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void answersARequestThatThirtyOneLaterOnesOvertook() {
        CompletableFuture<Boolean> slow = client.verify("partner/anna");
        overtake(AuthClient.SLOTS - 1);
        library.accept(0);
        assertThat(slow).isCompletedWithValue(true);
    }

    /** The bug: the 32nd later request takes the slot, though no more than two requests are in flight at any time. */
    @Test
    void losesARequestThatThirtyTwoLaterOnesOvertook() {
        CompletableFuture<Boolean> slow = client.verify("partner/anna");
        overtake(AuthClient.SLOTS);
        library.accept(0);
        assertThat(slow).isNotDone();
    }

    /** What makes the loss certain: once its slot is taken nobody holds the future, so nobody can ever complete it. */
    @Test
    void keepsNoReferenceToARequestThatItLost() {
        Waiting slow = verifyAndWait();
        overtake(AuthClient.SLOTS);
        assertThat(isCollected(slow.verdict())).isTrue();
        library.accept(0);
        assertThat(slow.response()).isNotDone();
    }

    private Waiting verifyAndWait() {
        CompletableFuture<Boolean> verdict = client.verify("partner/anna");
        return new Waiting(verdict.thenApply(accepted -> accepted ? "200" : "401"), new WeakReference<>(verdict));
    }

    /** Sends so many requests, each answered before the next one comes. */
    private void overtake(int requests) {
        for (int i = 1; i <= requests; i++) {
            CompletableFuture<Boolean> verdict = client.verify("local/bert");
            library.accept(i);
            assertThat(verdict).isCompletedWithValue(true);
        }
    }

    private static boolean isCollected(WeakReference<?> reference) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (reference.get() != null && System.nanoTime() < end) {
            System.gc();
        }
        return reference.get() == null;
    }

    private record Waiting(CompletableFuture<String> response, WeakReference<CompletableFuture<Boolean>> verdict) {}
}
