package dev.rouse.runtime.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.runtime.Core;
import dev.rouse.runtime.Runtime;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Two things done at once on two cores. */
public final class Race {
    public static final int ROUNDS = 3_000;

    private final AtomicInteger absent = new AtomicInteger(2);
    private final CountDownLatch done = new CountDownLatch(2);

    private Race() {}

    public static void run(Runtime runtime, Runnable left, Runnable right) throws InterruptedException {
        Race race = new Race();
        race.start(runtime.core(0), left);
        race.start(runtime.core(1), right);
        assertThat(race.done.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @SuppressWarnings("ThreadPriorityCheck") // where two cores share one processor, spinning would last a time slice
    private void start(Core core, Runnable work) {
        core.execute(() -> {
            absent.decrementAndGet();
            while (absent.get() > 0) {
                Thread.yield();
            }
            try {
                work.run();
            } finally {
                done.countDown();
            }
        });
    }
}
