package dev.rouse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits until something holds, for so long at most. */
final class Eventually {
    private Eventually() {}

    static void holds(String what, BooleanSupplier condition) {
        holds(what, condition, () -> {});
    }

    static void holds(String what, BooleanSupplier condition, Runnable meanwhile) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
            meanwhile.run();
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(condition.getAsBoolean()).as(what).isTrue();
    }
}
