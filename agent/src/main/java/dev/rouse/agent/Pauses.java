package dev.rouse.agent;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * How long the whole process has just stood still: by the collector's own account, and by how much too long the agent's
 * own thread has slept. What is late by no more than that is late by nobody's fault.
 */
final class Pauses {
    /** Intervals between two sweeps that are looked back on: what was late may have begun before the last sweep. */
    private static final int BACK = 4;

    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans().stream()
            .filter(bean -> !bean.getName().endsWith("Cycles"))
            .toList();
    private final long[] paused = new long[BACK];
    private long collected = collected();
    private int at;

    private long collected() {
        return collectors.stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .sum()
                * 1_000_000L;
    }

    /** @param oversleptNs how much longer than asked for the agent's thread has slept */
    void sweep(long oversleptNs) {
        long before = collected;
        collected = collected();
        paused[at++ % BACK] = Math.max(0, Math.max(collected - before, oversleptNs));
    }

    /** The sum of the last intervals' pauses, in nanoseconds. */
    long recent() {
        long sum = 0;
        for (long one : paused) {
            sum += one;
        }
        return sum;
    }
}
