package dev.rouse.heap.prove;

import dev.rouse.heap.hprof.Heap;
import dev.rouse.heap.hprof.HeapClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Executors that start no more threads, with every thread blocked inside a task: what is in their queues runs only once
 * one of them goes on.
 */
final class Pools implements Marking.Barrier {
    private static final String WORKER = ".ThreadPoolExecutor$Worker";
    private static final String NETTY = "netty.util.concurrent.SingleThreadEventExecutor";

    private final Heap heap;
    private final Bits barred;
    private final List<Pool> all = new ArrayList<>();
    private final Map<Integer, Pool> poolOf = new HashMap<>();
    private final Map<Integer, Integer> closed = new HashMap<>();

    private Pools(Heap heap) {
        this.heap = heap;
        this.barred = new Bits(heap.size());
    }

    static Pools saturated(Heap heap, Threads threads) {
        Pools pools = new Pools(heap);
        workers(threads, pools::threadPool).forEach((pool, workers) -> pools.add(Pool.ofThreads(heap, pool, workers)));
        workers(threads, pools::forkJoinPool).forEach((pool, workers) -> pools.add(Pool.forkJoin(heap, pool, workers)));
        workers(threads, pools::eventLoop).forEach((pool, workers) -> pools.add(Pool.eventLoop(heap, pool, workers)));
        return pools;
    }

    private static Map<Integer, List<HeapThread>> workers(Threads threads, Function<HeapThread, Integer> poolOf) {
        Map<Integer, List<HeapThread>> workers = new LinkedHashMap<>();
        for (HeapThread thread : threads.all()) {
            int pool = poolOf.apply(thread);
            if (pool >= 0) {
                workers.computeIfAbsent(pool, key -> new ArrayList<>()).add(thread);
            }
        }
        return workers;
    }

    /** The pool of which this thread is a worker; also a copy of the JDK's class, as Tomcat has one. */
    private int threadPool(HeapThread thread) {
        for (int local : thread.locals()) {
            if (local >= 0 && heap.isInstance(local) && heap.typeName(local).endsWith(WORKER)) {
                return heap.ref(local, "this$0");
            }
        }
        return -1;
    }

    private int forkJoinPool(HeapThread thread) {
        return heap.is(thread.object(), "java.util.concurrent.ForkJoinWorkerThread")
                ? heap.ref(thread.object(), "pool")
                : -1;
    }

    private int eventLoop(HeapThread thread) {
        for (int local : thread.locals()) {
            if (local >= 0 && isEventLoop(local) && heap.ref(local, "thread") == thread.object()) {
                return local;
            }
        }
        return -1;
    }

    private boolean isEventLoop(int object) {
        HeapClass type = heap.isInstance(object) ? heap.classOf(object) : null;
        while (type != null && !type.name().endsWith(NETTY)) {
            type = type.parent();
        }
        return type != null;
    }

    private void add(Pool pool) {
        if (pool.isSaturated()) {
            all.add(pool);
            pool.queues().forEach((from, queue) -> {
                barred.add(from);
                poolOf.put(from, pool);
                closed.put(from, queue);
            });
        }
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    @Override
    public boolean isAt(int object) {
        return barred.has(object);
    }

    @Override
    public boolean closes(int from, int to) {
        Pool pool = poolOf.get(from);
        return pool != null && !pool.isOpen() && Integer.valueOf(to).equals(closed.get(from));
    }

    /** Opens the queues of those a worker of which can run; false when there are none more. */
    boolean open(Marking marking) {
        boolean opened = false;
        for (Pool pool : all) {
            if (!pool.isOpen() && pool.opens(marking)) {
                pool.queues().forEach((from, queue) -> marking.mark(queue, from));
                opened = true;
            }
        }
        return opened;
    }

    /** Those that are still closed. */
    List<String> starved() {
        return all.stream().filter(pool -> !pool.isOpen()).map(Pool::toString).toList();
    }
}
