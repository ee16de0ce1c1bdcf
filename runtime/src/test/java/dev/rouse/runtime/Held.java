package dev.rouse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps a core from its next turn, in which it looks at its tasks, until something has happened elsewhere. */
final class Held {
    private static final int PATIENCE_S = 30;

    private Held() {}

    /** Does this while the core does nothing, which sees all of it or none. */
    static void during(Core core, Runnable work) {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        core.execute(() -> {
            begun.countDown();
            await(over);
        });
        try {
            assertThat(await(begun)).as("the core is held").isTrue();
            work.run();
        } finally {
            over.countDown();
        }
    }

    /** Called on a core's thread: after this poll it does nothing until then. */
    static void until(CountDownLatch over) {
        Core.current().execute(() -> await(over));
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
