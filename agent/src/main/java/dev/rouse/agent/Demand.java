package dev.rouse.agent;

import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How much of a core busy threads would take if one were free: on a machine that is full, a thread that spins gets only
 * its share, but it never waits, or it waits for the core. Where the kernel does not tell, what it got is all that is
 * known.
 */
final class Demand {
    /** Threads looked for in one look: it takes a file for each thread of the process. */
    private static final int SEARCHES = 4;

    /** Waits between two looks of a thread that only runs: for a page, for the JVM. */
    private static final long FEW_WAITS = 5;

    private static final long SEARCH_AGAIN_NS = 3_000_000_000L;

    private final ThreadMXBean threads;
    private final Map<Long, Known> known = new HashMap<>();

    Demand(ThreadMXBean threads) {
        this.threads = threads;
    }

    private static final class Known {
        @Nullable KernelTask task;

        long waits = -1;
        long heldUp = -1;
        long seenAt;
        long searchedAt;
    }

    /** The same loads, with what the threads wanted in place of what they got, where that is known. */
    List<ThreadWatch.Load> of(long now, List<ThreadWatch.Load> loads) {
        Set<Long> alive = new HashSet<>();
        loads.forEach(load -> alive.add(load.id()));
        known.keySet().retainAll(alive);
        int[] searches = {SEARCHES};
        return loads.stream().map(load -> wanted(now, load, searches)).collect(Collectors.toList());
    }

    private ThreadWatch.Load wanted(long now, ThreadWatch.Load load, int[] searches) {
        Known thread = known.computeIfAbsent(load.id(), id -> new Known());
        boolean mayBeThere = thread.searchedAt == 0 || now - thread.searchedAt > SEARCH_AGAIN_NS;
        if (thread.task == null && mayBeThere && searches[0]-- > 0) {
            thread.task = KernelTask.of(load.thread().getName(), () -> threads.getThreadCpuTime(load.id()));
            thread.searchedAt = now;
        }
        long before = thread.waits;
        thread.waits = thread.task == null ? -1 : thread.task.waits();
        boolean onlyRan = before >= 0 && thread.waits >= 0 && thread.waits - before <= FEW_WAITS;
        double wanted = onlyRan ? 1 : Math.min(1, load.share() + heldUp(thread, now));
        return new ThreadWatch.Load(load.thread(), load.id(), wanted, load.turnsPerSecond());
    }

    /** Part of the time since the last look in which it stood in the kernel's queue. */
    private static double heldUp(Known thread, long now) {
        long before = thread.heldUp;
        long since = thread.seenAt;
        thread.heldUp = thread.task == null ? -1 : thread.task.heldUp();
        thread.seenAt = now;
        return before < 0 || thread.heldUp < before ? 0 : (thread.heldUp - before) / (double) Math.max(1, now - since);
    }

    /** The kernel's side of a thread of the last look; null when not known. */
    @Nullable KernelTask task(long thread) {
        Known one = known.get(thread);
        return one == null ? null : one.task;
    }
}
