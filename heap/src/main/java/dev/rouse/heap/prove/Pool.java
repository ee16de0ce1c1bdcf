package dev.rouse.heap.prove;

import dev.rouse.heap.hprof.Heap;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An executor, its threads, and the ways by which it comes to what it has still to run. */
abstract class Pool {
    private static final Set<String> UNBOUNDED = Set.of(
            "java.util.concurrent.PriorityBlockingQueue",
            "java.util.concurrent.DelayQueue",
            "java.util.concurrent.LinkedTransferQueue",
            "java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue");

    private static final Set<String> LINKED =
            Set.of("java.util.concurrent.LinkedBlockingQueue", "java.util.concurrent.LinkedBlockingDeque");

    private static final int WORKERS = (1 << 29) - 1;
    private static final int TOTAL_SHIFT = 32;

    final Heap heap;
    final int object;
    private final List<HeapThread> workers;
    private boolean open;

    private Pool(Heap heap, int object, List<HeapThread> workers) {
        this.heap = heap;
        this.object = object;
        this.workers = workers;
    }

    /** Of {@code java.util.concurrent}, or a copy with the same fields. */
    static Pool ofThreads(Heap heap, int object, List<HeapThread> workers) {
        return new Pool(heap, object, workers) {
            @Override
            boolean startsNoMore(int count) {
                int all = heap.number(heap.ref(object, "ctl"), "value", 0) & WORKERS;
                int queue = heap.ref(object, "workQueue");
                return count == all
                        && queue >= 0
                        && (count >= heap.number(object, "maximumPoolSize", Integer.MAX_VALUE)
                                || (isUnbounded(heap, queue)
                                        && count >= heap.number(object, "corePoolSize", Integer.MAX_VALUE)));
            }

            @Override
            boolean isIdle(HeapThread worker) {
                return calls(worker, ".ThreadPoolExecutor", "getTask");
            }

            @Override
            Map<Integer, Integer> queues() {
                return Map.of(object, heap.ref(object, "workQueue"));
            }
        };
    }

    /** A full queue would start another thread: one that never is full does not. */
    private static boolean isUnbounded(Heap heap, int queue) {
        String type = heap.typeName(queue);
        return UNBOUNDED.contains(type)
                || (LINKED.contains(type) && heap.number(queue, "capacity", 0) == Integer.MAX_VALUE);
    }

    static Pool forkJoin(Heap heap, int object, List<HeapThread> workers) {
        return new Pool(heap, object, workers) {
            @Override
            boolean startsNoMore(int count) {
                long ctl = heap.longNumber(object, "ctl", -1);
                // JDK 17 counts from the negative target upwards and keeps a mode; 25 from 0 to the parallelism.
                boolean fromBelow = heap.number(object, "mode", Integer.MIN_VALUE) != Integer.MIN_VALUE;
                int wanted = fromBelow ? 0 : heap.number(object, "parallelism", Integer.MAX_VALUE);
                return (short) (ctl >>> TOTAL_SHIFT) >= wanted && heap.ref(object, "queues") >= 0;
            }

            @Override
            boolean isIdle(HeapThread worker) {
                return worker.blocked() && worker.itsWait().source().equals("java.util.concurrent.ForkJoinPool");
            }

            @Override
            Map<Integer, Integer> queues() {
                Map<Integer, Integer> queues = new HashMap<>();
                int all = heap.ref(object, "queues");
                for (int i = 0; i < heap.arrayLength(all); i++) {
                    int queue = heap.referenceAt(heap.element(all, i));
                    int tasks = heap.ref(queue, "array");
                    if (tasks >= 0) {
                        queues.put(queue, tasks);
                    }
                }
                return queues;
            }
        };
    }

    /** An event loop of Netty's, which has one thread. */
    static Pool eventLoop(Heap heap, int object, List<HeapThread> workers) {
        return new Pool(heap, object, workers) {
            @Override
            boolean startsNoMore(int count) {
                return count == 1 && heap.ref(object, "taskQueue") >= 0;
            }

            @Override
            boolean isIdle(HeapThread worker) {
                return calls(worker, ".SingleThreadEventExecutor", "takeTask");
            }

            @Override
            Map<Integer, Integer> queues() {
                return Map.of(object, heap.ref(object, "taskQueue"));
            }
        };
    }

    private static boolean calls(HeapThread worker, String type, String method) {
        return Arrays.stream(worker.frames())
                .anyMatch(frame -> frame.method().equals(method) && frame.type().endsWith(type));
    }

    /** Whether nobody is left, or will be started, to run what waits in its queue. */
    boolean isSaturated() {
        return workers.stream().allMatch(this::isStuck) && startsNoMore(workers.size());
    }

    private boolean isStuck(HeapThread worker) {
        return (worker.blocked() || worker.carries() != null) && !isIdle(worker);
    }

    boolean isOpen() {
        return open;
    }

    /** Whether one of its threads can go on, and run what waits. */
    boolean opens(Marking marking) {
        open = workers.stream().anyMatch(marking::runs);
        return open;
    }

    abstract boolean startsNoMore(int count);

    /** Whether a worker waits for work. */
    abstract boolean isIdle(HeapThread worker);

    /** What waits to be run, by the objects that refer to it. */
    abstract Map<Integer, Integer> queues();

    @Override
    public String toString() {
        return heap.typeName(object) + " with " + workers.size() + (workers.size() == 1 ? " thread" : " threads");
    }
}
