package dev.rouse.agent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.locks.LockSupport;

/**
 * Pools all of whose threads wait for results of tasks that stand in the pool's own queue: nobody is left to run these.
 * A queued task brings a result when it is the awaited future itself, or the asynchronous step that completes it.
 */
final class StarvedPools {
    private static final int OBJECTS = 1_000;
    private static final long WORKERS = (1L << 29) - 1;

    private final Fields fields;
    private final Queues queues;
    private final Workers workersOf;

    StarvedPools(Fields fields) {
        this.fields = fields;
        this.queues = new Queues(fields);
        this.workersOf = new Workers(fields);
    }

    /**
     * One worker of such a pool.
     *
     * @param next the worker, of those that might run what it waits for, that stands after it in the circle
     */
    record Starved(Thread thread, Thread next, int workers, long queued) {}

    /** @param waiting threads that wait for a result, without a timeout */
    List<Starved> among(List<Thread> waiting) {
        IdentityHashMap<Object, List<Thread>> pools = new IdentityHashMap<>();
        for (Thread thread : waiting) {
            Object pool = workersOf.poolOf(thread);
            if (pool != null) {
                pools.computeIfAbsent(pool, p -> new ArrayList<>()).add(thread);
            }
        }
        List<Starved> starved = new ArrayList<>();
        pools.forEach((pool, workers) -> starved.addAll(judge(pool, workers)));
        return starved;
    }

    private List<Starved> judge(Object pool, List<Thread> workers) {
        Object queue = fields.get(pool, "workQueue");
        long size = fields.number(pool, "ctl", 0) & WORKERS;
        long core = fields.number(pool, "corePoolSize", Long.MAX_VALUE);
        if (queue == null || workers.size() != size || size < core || !(pool instanceof ThreadPoolExecutor)) {
            return List.of();
        }
        List<Object> queued = queues.elements(queue);
        Set<Object> brought = brought(queued);
        for (Thread worker : workers) {
            Object blocker = LockSupport.getBlocker(worker);
            if (blocker == null || !(brought.contains(blocker) || runsIn(blocker, workers))) {
                return List.of();
            }
        }
        List<Starved> starved = new ArrayList<>();
        for (int i = 0; i < workers.size() && !brought.isEmpty(); i++) {
            Thread next = workers.get((i + 1) % workers.size());
            starved.add(new Starved(workers.get(i), next, workers.size(), queued.size()));
        }
        return starved;
    }

    private boolean runsIn(Object awaited, List<Thread> workers) {
        Object runner = awaited instanceof FutureTask ? fields.get(awaited, "runner") : null;
        return runner != null && workers.stream().anyMatch(worker -> worker == runner);
    }

    /** What would go on once these tasks ran: themselves, the stages that they complete, and what waits for those. */
    private Set<Object> brought(List<Object> queued) {
        Set<Object> brought = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> stages = new ArrayDeque<>();
        for (Object task : queued) {
            brought.add(task);
            addStage(task, stages, brought);
        }
        while (!stages.isEmpty() && brought.size() < OBJECTS) {
            Object waiting = fields.get(stages.remove(), "stack");
            for (; waiting != null && brought.size() < OBJECTS; waiting = fields.get(waiting, "next")) {
                brought.add(waiting);
                addStage(waiting, stages, brought);
            }
        }
        return brought;
    }

    private void addStage(Object completion, Deque<Object> stages, Set<Object> brought) {
        Object dependent =
                completion instanceof CompletableFuture.AsynchronousCompletionTask || isCompletion(completion)
                        ? fields.get(completion, "dep")
                        : null;
        if (dependent != null && brought.add(dependent)) {
            stages.add(dependent);
        }
    }

    private static boolean isCompletion(Object object) {
        return Fields.isA(object, "java.util.concurrent.CompletableFuture$Completion");
    }
}
