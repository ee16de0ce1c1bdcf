package dev.rouse.heap.prove;

import dev.rouse.heap.hprof.Heap;
import dev.rouse.heap.hprof.HeapClass;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the analysis relies on inside the JDK that made the dump, checked against the dump's own classes. A class that
 * is not loaded is not checked: nobody waits by it. Whatever is not as it should be becomes a doubt, and with a doubt
 * nothing is proven.
 */
final class JdkLayout {
    /** The versions that the labelled waits of the tests have been run on. */
    private static final Set<Integer> CHECKED = Set.of(17, 25);

    private static final String AQS = "java.util.concurrent.locks.AbstractQueuedSynchronizer";
    private static final String LONG_AQS = "java.util.concurrent.locks.AbstractQueuedLongSynchronizer";
    static final String AQS_NODE = AQS + "$Node";
    static final String LONG_AQS_NODE = LONG_AQS + "$Node";
    static final String STAMPED_NODE = "java.util.concurrent.locks.StampedLock$Node";
    static final String SIGNALLER = "java.util.concurrent.CompletableFuture$Signaller";
    static final String WAIT_NODE = "java.util.concurrent.FutureTask$WaitNode";
    static final String PHASER_NODE = "java.util.concurrent.Phaser$QNode";
    static final String AUX = "java.util.concurrent.ForkJoinTask$Aux";
    static final String EXCHANGER_NODE = "java.util.concurrent.Exchanger$Node";

    /** The field by which each kind of wait node names its thread. */
    private static final Map<String, String> NODES = Map.ofEntries(
            Map.entry(AQS_NODE, "waiter"),
            Map.entry(LONG_AQS_NODE, "waiter"),
            Map.entry(STAMPED_NODE, "waiter"),
            Map.entry(SIGNALLER, "thread"),
            Map.entry(WAIT_NODE, "thread"),
            Map.entry(PHASER_NODE, "thread"),
            Map.entry("java.util.concurrent.LinkedTransferQueue$DualNode", "waiter"),
            Map.entry("java.util.concurrent.LinkedTransferQueue$Node", "waiter"),
            Map.entry("java.util.concurrent.SynchronousQueue$TransferStack$SNode", "waiter"),
            Map.entry("java.util.concurrent.SynchronousQueue$TransferQueue$QNode", "waiter"),
            Map.entry(AUX, "thread"),
            Map.entry(EXCHANGER_NODE, "parked"));

    /** What else is read, by class. */
    private static final Map<String, List<String>> FIELDS = Map.ofEntries(
            Map.entry("java.lang.Thread", List.of("name", "tid", "parkBlocker")),
            Map.entry(AQS, List.of("head", "tail", "state")),
            Map.entry(AQS_NODE, List.of("status", "prev", "next")),
            Map.entry(LONG_AQS_NODE, List.of("status", "prev", "next")),
            Map.entry(STAMPED_NODE, List.of("status", "prev", "next")),
            Map.entry("java.util.concurrent.locks.AbstractOwnableSynchronizer", List.of("exclusiveOwnerThread")),
            Map.entry("java.util.concurrent.CompletableFuture", List.of("result", "stack")),
            Map.entry("java.util.concurrent.CompletableFuture$Completion", List.of("next")),
            Map.entry("java.util.concurrent.CompletableFuture$UniCompletion", List.of("dep", "src")),
            Map.entry("java.util.concurrent.CompletableFuture$BiCompletion", List.of("snd")),
            Map.entry("java.util.concurrent.CompletableFuture$CoCompletion", List.of("base")),
            Map.entry("java.util.concurrent.CompletableFuture$AnyOf", List.of("dep", "src", "srcs")),
            Map.entry("java.util.concurrent.FutureTask", List.of("state", "waiters")),
            Map.entry("java.util.concurrent.ForkJoinTask", List.of("status", "aux")),
            Map.entry(PHASER_NODE, List.of("phaser", "phase", "interruptible")),
            Map.entry("java.util.concurrent.Phaser", List.of("state")),
            Map.entry(EXCHANGER_NODE, List.of("match")),
            Map.entry("java.util.concurrent.LinkedTransferQueue$DualNode", List.of("item", "isData")),
            Map.entry("java.util.concurrent.LinkedTransferQueue$Node", List.of("item", "isData")),
            Map.entry("java.util.concurrent.SynchronousQueue$TransferStack$SNode", List.of("match")),
            Map.entry("java.util.concurrent.SynchronousQueue$TransferQueue$QNode", List.of("item", "isData")),
            Map.entry("java.util.concurrent.ForkJoinPool$WorkQueue", List.of("owner", "phase", "array")),
            Map.entry("java.util.concurrent.ForkJoinPool", List.of("ctl", "queues")),
            Map.entry("java.util.concurrent.ForkJoinWorkerThread", List.of("pool")),
            Map.entry(
                    "java.util.concurrent.ThreadPoolExecutor",
                    List.of("workQueue", "maximumPoolSize", "corePoolSize", "ctl")),
            Map.entry("java.util.concurrent.ThreadPoolExecutor$Worker", List.of("this$0")),
            Map.entry("java.lang.VirtualThread", List.of("state", "parkPermit", "carrierThread")));

    /** What is read under another name in each version. */
    private static final Map<Integer, Map<String, List<String>>> BY_VERSION = Map.of(
            17,
            Map.of("java.lang.Thread", List.of("threadStatus"), "java.util.concurrent.ForkJoinPool", List.of("mode")),
            25,
            Map.of(
                    "java.lang.Thread",
                    List.of("holder"),
                    "java.lang.Thread$FieldHolder",
                    List.of("threadStatus"),
                    "java.util.concurrent.ForkJoinPool",
                    List.of("parallelism"),
                    "java.lang.VirtualThread",
                    List.of("notified")));

    private static final Map<String, Map<String, Integer>> CONSTANTS = Map.of(
            AQS,
            Map.of("WAITING", 1, "COND", 2),
            LONG_AQS,
            Map.of("WAITING", 1, "COND", 2),
            "java.util.concurrent.FutureTask",
            Map.of("NEW", 0));

    private final Heap heap;
    private final int feature;
    private final List<String> doubts = new ArrayList<>();
    private final Set<String> strange = new HashSet<>();

    JdkLayout(Heap heap) {
        this.heap = heap;
        feature = feature(heap);
        if (!CHECKED.contains(feature)) {
            doubts.add((feature == 0 ? "the JDK of this dump cannot be told" : "the dump is of JDK " + feature)
                    + ", and the analysis has been checked on 17 and 25 only");
        }
        NODES.forEach((type, field) -> check(type, List.of(field)));
        FIELDS.forEach(this::check);
        BY_VERSION.getOrDefault(feature, Map.of()).forEach(this::check);
        CONSTANTS.forEach((type, values) -> values.forEach((name, value) -> checkConstant(type, name, value)));
        virtualThreadStates();
    }

    private static int feature(Heap heap) {
        HeapClass props = heap.classNamed("java.lang.VersionProps");
        Long version = props == null ? null : props.staticReferences().get("java_version");
        String text = version == null ? "" : heap.text(heap.index(version));
        String first = text.split("[.+_-]", 2)[0];
        return first.matches("\\d{1,3}") ? Integer.parseInt(first) : 0;
    }

    private void check(String type, List<String> fields) {
        HeapClass c = heap.classNamed(type);
        for (String field : fields) {
            if (c != null && c.field(field) == null) {
                strange.add(type);
                doubts.add("the JDK's " + type + " has no field " + field + " in this dump");
            }
        }
    }

    private void checkConstant(String type, String name, int value) {
        HeapClass c = heap.classNamed(type);
        Integer seen = c == null ? null : c.staticInt(name);
        if (c != null && (seen == null || seen != value)) {
            strange.add(type);
            doubts.add("the JDK's " + type + "." + name + " is " + seen + " in this dump, not " + value);
        }
    }

    private void virtualThreadStates() {
        HeapClass c = heap.classNamed("java.lang.VirtualThread");
        if (c != null && (c.staticInt("PARKED") == null || c.staticInt("PINNED") == null)) {
            strange.add(c.name());
            doubts.add("the JDK's java.lang.VirtualThread has other states in this dump");
        }
    }

    /** Of the JDK that made the dump; 0 when unknown. */
    int feature() {
        return feature;
    }

    /** Why nothing can be proven from this dump; empty when something can. */
    List<String> doubts() {
        return doubts;
    }

    /** Whether instances of a class can be read: it, and what it extends, is as it was on the versions checked. */
    boolean isKnown(@Nullable HeapClass type) {
        for (HeapClass c = type; c != null; c = c.parent()) {
            if (strange.contains(c.name())) {
                return false;
            }
        }
        return type != null;
    }

    /** A state of virtual threads, by its name; one that no thread has when this JDK does not know it. */
    int virtualState(String name) {
        HeapClass c = heap.classNamed("java.lang.VirtualThread");
        Integer value = c == null ? null : c.staticInt(name);
        return value == null ? Integer.MIN_VALUE : value;
    }

    /** The field by which an object names the thread that waits, when it is a wait node; null when it is none. */
    static @Nullable String threadField(@Nullable HeapClass type) {
        for (HeapClass c = type; c != null; c = c.parent()) {
            String field = NODES.get(c.name());
            if (field != null) {
                return field;
            }
        }
        return null;
    }
}
