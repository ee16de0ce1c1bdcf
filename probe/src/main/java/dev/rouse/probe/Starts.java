package dev.rouse.probe;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Counts, for a moment, threads that were started by threads that had just been started themselves. */
public final class Starts {
    private static final int RECENT = 64;

    /** The stack is kept of the start after so many. */
    private static final int SETTLED = 64;

    private static volatile @Nullable Starts open;

    private final LongSupplier cpu;
    private final AtomicReferenceArray<@Nullable Started> recent = new AtomicReferenceArray<>(RECENT);
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong chained = new AtomicLong();
    private final AtomicLong others = new AtomicLong();
    private final AtomicLong cpuNs = new AtomicLong();
    private volatile @Nullable Throwable where;

    private Starts(LongSupplier cpu) {
        this.cpu = cpu;
    }

    private static final class Started {
        final Thread thread;
        boolean hasStarted;

        Started(Thread thread) {
            this.thread = thread;
        }
    }

    /** @param cpu the CPU time of the thread that asks */
    public static Starts open(LongSupplier cpu) {
        Starts starts = new Starts(cpu);
        open = starts;
        return starts;
    }

    public static void close() {
        open = null;
    }

    /** Called where a thread is started. */
    public static void starts(Object thread) {
        Starts starts = open;
        if (starts != null && thread instanceof Thread started) {
            try {
                starts.add(started);
            } catch (Throwable t) {
                open = null;
            }
        }
    }

    private void add(Thread started) {
        Started parent = find(Thread.currentThread());
        if (parent == null || parent.hasStarted) {
            others.incrementAndGet();
        } else {
            parent.hasStarted = true;
            cpuNs.addAndGet(cpu.getAsLong());
            if (chained.incrementAndGet() == SETTLED) {
                where = new Throwable();
            }
        }
        recent.set(next.getAndIncrement() & (RECENT - 1), new Started(started));
    }

    private @Nullable Started find(Thread thread) {
        for (int i = 0; i < RECENT; i++) {
            Started one = recent.get(i);
            if (one != null && one.thread == thread) {
                return one;
            }
        }
        return null;
    }

    /** Threads that were started by one that had been started a moment before, and had started no other. */
    public long chained() {
        return chained.get();
    }

    /** All other threads that were started. */
    public long others() {
        return others.get();
    }

    /** CPU time that those who start the next had used by then; 0 when it is not counted. */
    public long cpuNs() {
        return cpuNs.get();
    }

    /** The stack of such a start; null when there were few. */
    public @Nullable Throwable where() {
        return where;
    }
}
