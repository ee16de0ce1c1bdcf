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
 * its share, but it never waits. Where the kernel does not tell, what it got is all that is known.
 */
final class Demand {
    /** Threads looked for in one look: it takes a file for each thread of the process. */
    private static final int SEARCHES = 2;

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
        return onlyRan ? new ThreadWatch.Load(load.thread(), load.id(), 1, load.turnsPerSecond()) : load;
    }

    /** The kernel's side of a thread of the last look; null when not known. */
    @Nullable KernelTask task(long thread) {
        Known one = known.get(thread);
        return one == null ? null : one.task;
    }
}
