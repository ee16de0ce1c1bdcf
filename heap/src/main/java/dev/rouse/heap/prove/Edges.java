package dev.rouse.heap.prove;

import dev.rouse.heap.hprof.Heap;
import dev.rouse.heap.hprof.HeapClass;
import java.util.Set;

/**
 * Which references a running program can follow to what it could wake. The JVM's own lists of threads lead to every
 * thread and are left out; of a thread that is blocked, others see only what is not private. Weak and soft references
 * count, phantom ones do not.
 */
final class Edges {
    static final byte FOLLOWED = 0;

    /** Led by the JVM's or a lock's own bookkeeping. */
    static final byte BOOKKEEPING = 1;

    /** Private to a thread. */
    static final byte OF_THREAD = 2;

    /** Followed by nobody. */
    static final byte NEVER = 3;

    private static final Set<String> BOOKKEEPING_FIELDS = Set.of(
            "java.lang.ThreadGroup.threads",
            "java.util.concurrent.locks.AbstractOwnableSynchronizer.exclusiveOwnerThread",
            "jdk.internal.vm.SharedThreadContainer.virtualThreads",
            "jdk.internal.vm.SharedThreadContainer.threads");

    private static final Set<String> BOOKKEEPING_STATICS = Set.of("VTHREADS", "THREADS", "CONTAINER_REGISTRY");

    private static final Set<String> THREAD_TYPES = Set.of(
            "java.lang.Thread",
            "java.lang.BaseVirtualThread",
            "java.lang.VirtualThread",
            "java.lang.ThreadBuilders$BoundVirtualThread");

    /** What of a thread has a public getter. */
    private static final Set<String> SEEN_FROM_OUTSIDE =
            Set.of("group", "contextClassLoader", "uncaughtExceptionHandler", "name", "scheduler");

    private final byte[][] byClass;
    private final boolean[] threads;

    Edges(Heap heap) {
        byClass = new byte[heap.classes().size()][];
        threads = new boolean[byClass.length];
        for (HeapClass type : heap.classes()) {
            threads[type.ordinal()] = type.is("java.lang.Thread");
        }
    }

    boolean isThread(HeapClass type) {
        return threads[type.ordinal()];
    }

    /** The kinds of a class's reference fields, in their order. */
    byte[] of(HeapClass type) {
        byte[] kinds = byClass[type.ordinal()];
        if (kinds == null) {
            HeapClass.Field[] fields = type.references();
            kinds = new byte[fields.length];
            for (int i = 0; i < fields.length; i++) {
                kinds[i] = kind(type, fields[i]);
            }
            byClass[type.ordinal()] = kinds;
        }
        return kinds;
    }

    private byte kind(HeapClass type, HeapClass.Field field) {
        String owner = field.owner().name();
        if (BOOKKEEPING_FIELDS.contains(owner + '.' + field.name())) {
            return BOOKKEEPING;
        }
        if (field.name().equals("referent") && type.is("java.lang.ref.PhantomReference")) {
            return NEVER;
        }
        boolean hidden = isThread(type) && THREAD_TYPES.contains(owner) && !SEEN_FROM_OUTSIDE.contains(field.name());
        return hidden ? OF_THREAD : FOLLOWED;
    }

    static boolean isBookkeeping(HeapClass type, String staticField) {
        return BOOKKEEPING_STATICS.contains(staticField) && type.name().startsWith("jdk.internal.vm.ThreadContainers");
    }
}
