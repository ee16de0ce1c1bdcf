package dev.rouse.heap.prove;

import dev.rouse.heap.hprof.Heap;
import dev.rouse.heap.hprof.HeapFrame;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a parked thread waits for: the node by which a class of java.util.concurrent would wake it, if that wake is
 * still to come. A thread that has been unparked still reads as parked until it runs, so each kind of node is asked.
 */
final class ParkedWait {
    private static final int FRAMES_ABOVE_API = 2;
    private static final int IDLE = 1 << 16;

    /** The calls that an interrupt does not end, seen from the JDK's own frames. */
    private static final Set<String> UNINTERRUPTIBLE = Set.of(
            "java.util.concurrent.CompletableFuture.join",
            "java.util.concurrent.ForkJoinTask.join",
            "java.util.concurrent.ForkJoinTask.invoke",
            "java.util.concurrent.Semaphore.acquireUninterruptibly",
            "java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject.awaitUninterruptibly",
            "java.util.concurrent.locks.AbstractQueuedLongSynchronizer$ConditionObject.awaitUninterruptibly",
            "java.util.concurrent.locks.ReentrantLock.lock",
            "java.util.concurrent.locks.ReentrantReadWriteLock$ReadLock.lock",
            "java.util.concurrent.locks.ReentrantReadWriteLock$WriteLock.lock",
            "java.util.concurrent.locks.StampedLock.readLock",
            "java.util.concurrent.locks.StampedLock.writeLock");

    private final Heap heap;
    private final JdkLayout layout;
    private final Threads threads;

    ParkedWait(Heap heap, JdkLayout layout, Threads threads) {
        this.heap = heap;
        this.layout = layout;
        this.threads = threads;
    }

    /** @return null when its wake is on its way, or when what it waits for cannot be told */
    @Nullable HeapWait read(HeapThread thread, int apiDepth) {
        HeapFrame api = thread.frames()[apiDepth];
        int blocker = heap.ref(thread.object(), "parkBlocker");
        int[] seen = seen(thread, apiDepth, blocker);
        if (api.type().equals("java.util.concurrent.ForkJoinPool")) {
            return idleWorker(thread);
        }
        int node = first(seen, object -> isNodeOf(object, thread));
        if (node >= 0) {
            return isPending(node, api, seen) ? wait(thread, apiDepth, node, blocker) : null;
        }
        boolean let = blocker >= 0 && heap.isInstance(blocker) && JdkLayout.threadField(heap.classOf(blocker)) != null;
        return let || api.type().startsWith("java.util.concurrent.") ? null : bare(thread, blocker);
    }

    private int[] seen(HeapThread thread, int apiDepth, int blocker) {
        IntStream locals = IntStream.rangeClosed(0, Math.min(thread.frames().length - 1, apiDepth + FRAMES_ABOVE_API))
                .flatMap(depth -> Arrays.stream(thread.localsAt(depth)));
        return IntStream.concat(IntStream.of(blocker), locals)
                .filter(object -> object >= 0 && heap.isInstance(object))
                .distinct()
                .toArray();
    }

    private static int first(int[] objects, IntPredicate wanted) {
        return Arrays.stream(objects).filter(wanted).findFirst().orElse(-1);
    }

    private boolean isNodeOf(int object, HeapThread thread) {
        String field = JdkLayout.threadField(heap.classOf(object));
        return field != null && heap.ref(object, field) == thread.object();
    }

    /** Whether nobody has begun to wake it. What cannot be read counts as begun. */
    private boolean isPending(int node, HeapFrame api, int[] seen) {
        if (!layout.isKnown(heap.classOf(node))) {
            return false;
        }
        if (heap.is(node, JdkLayout.AQS_NODE)
                || heap.is(node, JdkLayout.LONG_AQS_NODE)
                || heap.is(node, JdkLayout.STAMPED_NODE)) {
            return heap.number(node, "status", 0) > 0;
        }
        if (heap.is(node, JdkLayout.SIGNALLER)) {
            int future = first(seen, object -> heap.is(object, "java.util.concurrent.CompletableFuture"));
            return api.method().equals("waitingGet") && isKnown(future) && heap.ref(future, "result") < 0;
        }
        if (heap.is(node, JdkLayout.WAIT_NODE)) {
            int future = first(seen, object -> heap.is(object, "java.util.concurrent.FutureTask"));
            return isKnown(future) && heap.number(future, "state", -1) == 0;
        }
        if (heap.is(node, JdkLayout.AUX)) {
            int task = first(seen, object -> heap.is(object, "java.util.concurrent.ForkJoinTask"));
            return isKnown(task) && heap.number(task, "status", -1) >= 0;
        }
        if (heap.is(node, JdkLayout.PHASER_NODE)) {
            long state = heap.longNumber(heap.ref(node, "phaser"), "state", -1);
            return state >= 0 && (int) (state >>> 32) == heap.number(node, "phase", -1);
        }
        boolean matched = heap.ref(node, "match") >= 0;
        int isData = heap.number(node, "isData", -1);
        return !matched && (isData < 0 || (isData != 0) == heap.ref(node, "item") >= 0);
    }

    private boolean isKnown(int object) {
        return object >= 0 && layout.isKnown(heap.classOf(object));
    }

    private @Nullable HeapWait wait(HeapThread thread, int apiDepth, int node, int blocker) {
        boolean interruptible = !isUninterruptible(thread.frames(), apiDepth) && interruptible(node);
        String source = source(node, blocker);
        int owner = owner(thread.frames()[apiDepth], blocker);
        if (owner < 0) {
            return HeapWait.on(source, node, interruptible);
        }
        if (threads.of(owner) != null) {
            return HeapWait.onThread(source, owner, HeapWait.Relation.OWNER, interruptible);
        }
        return hasEnded(owner) ? HeapWait.onThread(source, owner, HeapWait.Relation.OWNER_ENDED, interruptible) : null;
    }

    private boolean hasEnded(int thread) {
        int terminated = 2;
        int holder = heap.ref(thread, "holder");
        int status = heap.number(holder >= 0 ? holder : thread, "threadStatus", -1);
        return heap.is(thread, "java.lang.VirtualThread")
                ? (heap.number(thread, "state", -1) & 0xff) == 99
                : status == terminated;
    }

    private boolean interruptible(int node) {
        return heap.number(node, "interruptible", 1) != 0;
    }

    private static boolean isUninterruptible(HeapFrame[] frames, int apiDepth) {
        for (int i = apiDepth; i < frames.length && frames[i].type().startsWith("java.util.concurrent."); i++) {
            if (UNINTERRUPTIBLE.contains(frames[i].call())) {
                return true;
            }
        }
        return false;
    }

    private String source(int node, int blocker) {
        String name = heap.typeName(blocker >= 0 ? blocker : node);
        int inner = name.indexOf('$');
        return name.endsWith("ConditionObject") || name.endsWith("ConditionNode")
                ? "java.util.concurrent.locks.Condition"
                : inner < 0 ? name : name.substring(0, inner);
    }

    /** The thread that holds the exclusive lock waited for; -1 when it is no such lock, or free, or held by readers. */
    private int owner(HeapFrame api, int blocker) {
        String lock = blocker < 0 ? "" : heap.typeName(blocker);
        boolean owned = lock.startsWith("java.util.concurrent.locks.ReentrantLock$")
                || lock.startsWith("java.util.concurrent.locks.ReentrantReadWriteLock$");
        return owned && api.method().equals("acquire") ? heap.ref(blocker, "exclusiveOwnerThread") : -1;
    }

    /** A worker of a pool that waits for work is woken through its queue. */
    private @Nullable HeapWait idleWorker(HeapThread thread) {
        int queue = first(
                thread.locals(),
                local -> heap.is(local, "java.util.concurrent.ForkJoinPool$WorkQueue")
                        && heap.ref(local, "owner") == thread.object());
        if (!isKnown(queue)) {
            return null;
        }
        int phase = heap.number(queue, "phase", 0);
        // Until JDK 21 an idle worker's phase is negative; since then a bit of it says so.
        boolean idle = heap.number(queue, "parking", -1) >= 0 ? (phase & IDLE) != 0 : phase < 0;
        return idle ? HeapWait.on("java.util.concurrent.ForkJoinPool", queue, true) : null;
    }

    /** A bare park is ended by whoever reaches the thread itself. */
    private HeapWait bare(HeapThread thread, int blocker) {
        String doubt = thread.virtual() ? null : "it is parked by a class whose wakes Rouse does not know";
        String source = blocker >= 0 ? heap.typeName(blocker) : "java.util.concurrent.locks.LockSupport";
        return HeapWait.onAny(source, List.of(thread.object()), true, doubt);
    }
}
