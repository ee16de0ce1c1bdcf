package dev.rouse.probe;

import java.util.concurrent.atomic.LongAdder;

/** Counts how often the inside of a promise was looked at. */
public final class Looks {
    private static final LongAdder COUNT = new LongAdder();

    private Looks() {}

    public static void one() {
        COUNT.increment();
    }

    public static long count() {
        return COUNT.sum();
    }
}
