package dev.rouse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A handle cancels its task from the first moment on. */
class CancelledAtOnceTest {
    @Test
    void cancelsATaskThatItsCoreHasNotYetTakenIn() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        try (Runtime runtime = Runtime.builder().cores(1).start()) {
            runtime.core(0).execute(() -> await(go));
            Endless endless = new Endless();
            JoinHandle<@Nullable Void> handle = runtime.core(0).spawn(endless);
            handle.cancel();
            go.countDown();
            assertThatExceptionOfType(CancellationException.class).isThrownBy(handle::join);
            assertThat(endless.dropped.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Endless implements Future<@Nullable Void> {
        private final WakerSlot slot = new WakerSlot();
        private final CountDownLatch dropped = new CountDownLatch(1);

        @Override
        public Poll<@Nullable Void> poll(Context context) {
            slot.arm(context);
            return Poll.pending();
        }

        @Override
        public void drop() {
            slot.clear();
            dropped.countDown();
        }
    }
}
