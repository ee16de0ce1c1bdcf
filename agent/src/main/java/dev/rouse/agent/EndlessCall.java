package dev.rouse.agent;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A call into the JDK that burns a core and is not made to: the waits of java.util.concurrent spin for microseconds
 * before they park, and a look-up in a collection ends after a few steps. What runs the caller's functions or walks
 * over everything is not among them.
 */
final class EndlessCall {
    private static final Set<String> RUN_OTHERS = Set.of(
            "ThreadPoolExecutor",
            "ScheduledThreadPoolExecutor",
            "ForkJoinPool",
            "ForkJoinTask",
            "ForkJoinWorkerThread",
            "CompletableFuture",
            "CompletionException",
            "FutureTask",
            "Executors",
            "ExecutorCompletionService",
            "AbstractExecutorService",
            "CountedCompleter",
            "RecursiveTask",
            "RecursiveAction",
            "SubmissionPublisher",
            "StructuredTaskScope",
            "ThreadPerTaskExecutor",
            "ThreadLocalRandom",
            "CopyOnWriteArrayList",
            "CopyOnWriteArraySet",
            "TimeUnit");

    private static final Set<String> COLLECTIONS = Set.of(
            "java.util.HashMap",
            "java.util.LinkedHashMap",
            "java.util.TreeMap",
            "java.util.WeakHashMap",
            "java.util.IdentityHashMap",
            "java.util.Hashtable",
            "java.util.concurrent.ConcurrentHashMap",
            "java.util.concurrent.ConcurrentSkipListMap",
            "java.util.concurrent.ConcurrentLinkedQueue",
            "java.util.concurrent.ConcurrentLinkedDeque");

    /** One step each, or the repair after it. */
    private static final Set<String> LOOK_UPS = Set.of(
            "get",
            "getNode",
            "getEntry",
            "getTreeNode",
            "find",
            "findNode",
            "findNear",
            "findPredecessor",
            "put",
            "putVal",
            "putTreeVal",
            "remove",
            "removeNode",
            "removeTreeNode",
            "removeEntry",
            "containsKey",
            "deleteEntry",
            "addEntry",
            "fixAfterInsertion",
            "fixAfterDeletion",
            "balanceInsertion",
            "balanceDeletion",
            "rotateLeft",
            "rotateRight",
            "successor",
            "predecessor",
            "getCeilingEntry",
            "getFloorEntry",
            "doGet",
            "doPut",
            "doRemove",
            "offer",
            "poll",
            "transfer",
            "resize");

    private EndlessCall() {}

    /** Whether the frame waits, as the JDK's own blocking classes do. */
    static boolean waits(StackTraceElement frame) {
        String type = outer(frame.getClassName());
        if (!type.startsWith("java.util.concurrent.") || type.startsWith("java.util.concurrent.atomic.")) {
            return false;
        }
        return !COLLECTIONS.contains(type)
                && !type.endsWith(".LockSupport")
                && !RUN_OTHERS.contains(type.substring("java.util.concurrent.".length()));
    }

    /** Whether the frame looks something up in a collection, or puts it there. */
    static boolean looksUp(StackTraceElement frame) {
        return COLLECTIONS.contains(outer(frame.getClassName())) && LOOK_UPS.contains(frame.getMethodName());
    }

    private static String outer(String type) {
        int inner = type.indexOf('$');
        return inner < 0 ? type : type.substring(0, inner);
    }

    /** Whether the loop is such a call, as far as its samples show: nothing of the caller's runs inside it. */
    static boolean mayBe(LoopingFrame loop) {
        return (waits(loop.frame()) || looksUp(loop.frame()))
                && loop.inside().stream().allMatch(type -> type.startsWith("java.") || type.startsWith("jdk."));
    }

    /** The methods, by class, of which one would be entered again if the call came back. */
    static Map<String, Set<String>> entries(LoopingFrame loop) {
        Map<String, Set<String>> entries = new HashMap<>();
        for (StackTraceElement frame : loop.stack()) {
            if (!waits(frame) && !looksUp(frame)) {
                break;
            }
            entries.computeIfAbsent(frame.getClassName(), type -> new HashSet<>())
                    .add(frame.getMethodName());
        }
        return entries;
    }
}
