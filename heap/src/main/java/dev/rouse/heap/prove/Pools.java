package dev.rouse.heap.prove;

import dev.rouse.heap.hprof.Heap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Thread pools that are as large as they may grow, with every worker blocked inside a task: what is in their queues
 * runs only once a worker goes on.
 */
final class Pools {
    private static final String POOL = "java.util.concurrent.ThreadPoolExecutor";

    private final Heap heap;
    private final Map<Integer, List<HeapThread>> workers = new HashMap<>();
    private final Set<Integer> open = new HashSet<>();

    private Pools(Heap heap) {
        this.heap = heap;
    }

    static Pools saturated(Heap heap, Threads threads) {
        Pools pools = new Pools(heap);
        for (HeapThread thread : threads.all()) {
            for (int local : thread.locals()) {
                int pool = local >= 0 && heap.is(local, POOL + "$Worker") ? heap.ref(local, "this$0") : -1;
                if (pool >= 0 && !pools.workers.getOrDefault(pool, List.of()).contains(thread)) {
                    pools.workers
                            .computeIfAbsent(pool, key -> new ArrayList<>())
                            .add(thread);
                }
            }
        }
        pools.workers.entrySet().removeIf(entry -> !pools.isSaturated(entry.getKey(), entry.getValue()));
        return pools;
    }

    private boolean isSaturated(int pool, List<HeapThread> workers) {
        return workers.size() >= heap.number(pool, "maximumPoolSize", Integer.MAX_VALUE)
                && heap.ref(pool, "workQueue") >= 0
                && workers.stream().allMatch(worker -> worker.blocked() && !worker.runs(POOL, "getTask"));
    }

    boolean isEmpty() {
        return workers.isEmpty();
    }

    /** Closes the ways from the pools to their queues. */
    void bar(Marking marking) {
        marking.bar(
                object -> workers.containsKey(object) && !open.contains(object) ? heap.ref(object, "workQueue") : -1);
    }

    /** Opens the queues of those a worker of which can run; false when there are none more. */
    boolean open(Marking marking) {
        boolean opened = false;
        for (Map.Entry<Integer, List<HeapThread>> pool : workers.entrySet()) {
            if (pool.getValue().stream().anyMatch(marking::runs) && open.add(pool.getKey())) {
                marking.mark(heap.ref(pool.getKey(), "workQueue"), pool.getKey());
                opened = true;
            }
        }
        return opened;
    }
}
