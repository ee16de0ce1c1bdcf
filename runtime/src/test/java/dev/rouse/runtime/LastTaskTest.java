package dev.rouse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LastTaskTest {
    @Test
    void tellsOfATaskThatNobodyWokeThoughNoOtherIsLeft() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        try (Runtime runtime = Runtime.builder()
                .cores(1)
                .onBreach(breach -> {
                    if (breach.fact() == Breach.Fact.READY_UNWOKEN) {
                        told.countDown();
                    }
                })
                .start()) {
            Forgotten forgotten = new Forgotten();
            JoinHandle<String> handle = runtime.core(0).spawn(forgotten);
            JoinHandle<String> after = runtime.core(0).spawn(context -> {
                forgotten.set = true;
                return Poll.ready("set");
            });

            assertThat(after.join()).isEqualTo("set");
            assertThat(handle.join()).isEqualTo("value"); // an audit's poll has healed it
            assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static final class Forgotten implements Future<String> {
        private final WakerSlot slot = new WakerSlot();
        private volatile boolean set;

        @Override
        public Poll<String> poll(Context context) {
            slot.arm(context);
            return set ? Poll.ready("value") : Poll.pending();
        }

        @Override
        public void drop() {
            slot.clear();
        }
    }
}
