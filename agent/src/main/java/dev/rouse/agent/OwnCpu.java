package dev.rouse.agent;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.LongSupplier;

/** The CPU time of the thread that asks; 0 of a virtual one, of which none is counted. */
final class OwnCpu implements LongSupplier {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    @Override
    public long getAsLong() {
        boolean virtual = Thread.currentThread().getClass().getName().equals("java.lang.VirtualThread");
        return virtual ? 0 : Math.max(0, threads.getCurrentThreadCpuTime());
    }
}
