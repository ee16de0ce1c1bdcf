package dev.rouse.heap.prove;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Circles of threads, each of which waits for the next: for its lock, or for its end. */
final class Cycles {
    private Cycles() {}

    static List<List<HeapThread>> of(Threads threads) {
        List<List<HeapThread>> cycles = new ArrayList<>();
        Set<HeapThread> done = new HashSet<>();
        for (HeapThread start : threads.all()) {
            Set<HeapThread> path = new LinkedHashSet<>();
            HeapThread at = start;
            while (at != null && !done.contains(at) && path.add(at)) {
                at = next(threads, at);
            }
            if (at != null && path.contains(at)) {
                List<HeapThread> all = new ArrayList<>(path);
                cycles.add(List.copyOf(all.subList(all.indexOf(at), all.size())));
            }
            done.addAll(path);
        }
        return cycles;
    }

    private static @Nullable HeapThread next(Threads threads, HeapThread thread) {
        return thread.blocked() && thread.itsWait().doubt() == null
                ? threads.of(thread.itsWait().needsThread())
                : null;
    }
}
