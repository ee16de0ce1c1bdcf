package dev.rouse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tasks that are audited one after the other, of which the first wakes others in passing. */
class WokenByAnAuditTest {
    private final Told innocent = new Told();
    private final Told elsewhere = new Told();
    private final Told guilty = new Told();

    /** Kept, else the collector could take it before it is audited. */
    private final Telling telling = new Telling();

    private final LinkedBlockingQueue<Breach> breaches = new LinkedBlockingQueue<>();

    /** Waits for a flag; who sets it should fire. */
    private static final class Told implements Future<@Nullable Void> {
        private final WakerSlot slot = new WakerSlot();
        private volatile boolean told;

        @Override
        public Poll<@Nullable Void> poll(Context context) {
            slot.arm(context);
            return told ? Poll.ready() : Poll.pending();
        }

        @Override
        public void drop() {
            slot.clear();
        }
    }

    /** Its second poll is the audit: it tells two tasks as it should, and one without a wake. */
    private final class Telling implements Future<@Nullable Void> {
        private final WakerSlot slot = new WakerSlot();
        private int polls;

        @Override
        public Poll<@Nullable Void> poll(Context context) {
            slot.arm(context);
            if (++polls == 2) {
                innocent.told = true;
                innocent.slot.fire();
                fromAnotherThread(elsewhere);
                guilty.told = true;
            }
            return Poll.pending();
        }

        private void fromAnotherThread(Told told) {
            Thread other = new Thread(() -> {
                told.told = true;
                told.slot.fire();
            });
            other.start();
            try {
                other.join(20_000);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void drop() {
            slot.clear();
        }
    }

    private final class All implements Future<@Nullable Void> {
        @Override
        public Poll<@Nullable Void> poll(Context context) {
            for (Future<@Nullable Void> future : List.of(guilty, elsewhere, innocent, telling)) {
                context.core().spawn(future);
            }
            return Poll.ready();
        }
    }

    /** All but that the machine was slow. */
    private void note(Breach breach) {
        if (breach.fact() != Breach.Fact.LATE && breach.fact() != Breach.Fact.BLOCKED) {
            breaches.add(breach);
        }
    }

    @Test
    void blamesNoneThatTheAuditItselfHasWoken() throws InterruptedException {
        try (Runtime runtime = Runtime.builder().cores(1).onBreach(this::note).start()) {
            runtime.blockOn(new All());
            Breach breach = breaches.poll(20, TimeUnit.SECONDS);
            assertThat(breach).isNotNull();
            assertThat(breach.fact()).isEqualTo(Breach.Fact.READY_UNWOKEN);
        }
        assertThat(breaches).as("the innocent ones were looked at first").isEmpty();
    }
}
