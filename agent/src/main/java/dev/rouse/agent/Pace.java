package dev.rouse.agent;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Consumer;

/**
 * How often the agent may look, so that its own thread stays within its budget of CPU time: over it, the pause between
 * two sweeps is doubled, and said; when that does not help either, the watch gives up.
 */
final class Pace {
    /** Fast enough that a lost wait is told within seconds, slow enough that most waits die unseen. */
    private static final long SWEEP_MS = 250;

    private static final long SLOWEST_MS = 4_000;

    /** Part of one core. */
    private static final double BUDGET = 0.01;

    /** The first looks compile the agent's code; after so long its cost is its usual one. */
    private static final long WARM_UP_NS = 30_000_000_000L;

    private static final long WINDOW_NS = 10_000_000_000L;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Consumer<String> note;
    private long pause = SWEEP_MS;
    private long windowStart;
    private long cpuAtStart;

    Pace(Consumer<String> note, long now) {
        this.note = note;
        windowStart = now + WARM_UP_NS - WINDOW_NS;
    }

    /** Milliseconds until the next sweep; 0 when the budget cannot be kept and the watch shall end. */
    long pauseAfter(long now) {
        if (now - windowStart < WINDOW_NS) {
            return pause;
        }
        long cpu = threads.getCurrentThreadCpuTime();
        double part = (double) (cpu - cpuAtStart) / (now - windowStart);
        boolean first = cpuAtStart == 0;
        cpuAtStart = cpu;
        windowStart = now;
        return first ? pause : adjusted(part);
    }

    private long adjusted(double part) {
        String used = Math.round(part * 1000) / 10.0 + " % of a core";
        if (part > BUDGET && pause >= SLOWEST_MS) {
            note.accept("watching this service takes " + used + " at the slowest pace: the watch ends");
            return 0;
        }
        if (part > BUDGET) {
            pause *= 2;
            note.accept("watching took " + used + ", more than its budget: it looks every " + pause + " ms from now");
        } else if (part < BUDGET / 4 && pause > SWEEP_MS) {
            pause /= 2;
        }
        return pause;
    }
}
