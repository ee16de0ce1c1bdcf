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

    /** Followed once both promises that a completion needs can be completed. */
    static final byte GATED = 4;

    static final String OWNER = "exclusiveOwnerThread";

    /** The locks that tell a subclass of theirs who owns them. */
    private static final Set<String> LOCKS =
            Set.of("java.util.concurrent.locks.ReentrantLock", "java.util.concurrent.locks.ReentrantReadWriteLock");

    private static final String FUTURE = "java.util.concurrent.CompletableFuture";

    /** A completion reads its sources and never completes them, and gives them to nobody. */
    private static final Set<String> BOOKKEEPING_FIELDS = Set.of(
            FUTURE + "$UniCompletion.src",
            FUTURE + "$BiCompletion.snd",
            FUTURE + "$AnyOf.src",
            FUTURE + "$AnyOf.srcs",
            "java.lang.ThreadGroup.threads",
            "java.util.concurrent.locks.AbstractOwnableSynchronizer." + OWNER,
            "jdk.internal.vm.SharedThreadContainer.virtualThreads",
            "jdk.internal.vm.SharedThreadContainer.threads");

    private static final Set<String> BOOKKEEPING_STATICS = Set.of("VTHREADS", "THREADS", "CONTAINER_REGISTRY");

    private static final Set<String> THREAD_TYPES = Set.of(
            "java.lang.Thread",
            "java.lang.BaseVirtualThread",
            "java.lang.VirtualThread",
            "java.lang.ThreadBuilders$BoundVirtualThread");

    /** The completions that go on only when both their sources are complete: thenCombine, thenAcceptBoth, allOf. */
    private static final Set<String> GATES =
            Set.of(FUTURE + "$BiApply", FUTURE + "$BiAccept", FUTURE + "$BiRun", FUTURE + "$BiRelay");

    private static final Set<String> BEHIND_THE_GATE = Set.of("dep", "fn", "executor");

    /** What of a thread has a public getter. */
    private static final Set<String> SEEN_FROM_OUTSIDE =
            Set.of("group", "contextClassLoader", "uncaughtExceptionHandler", "name", "scheduler");

    private final byte[][] byClass;
    private final boolean[] threads;
    private final boolean[] gates;
    private final boolean[] plain;
    private final boolean[] tellsOwner;

    Edges(Heap heap) {
        byClass = new byte[heap.classes().size()][];
        threads = new boolean[byClass.length];
        gates = new boolean[byClass.length];
        plain = new boolean[byClass.length];
        tellsOwner = new boolean[byClass.length];
        for (HeapClass type : heap.classes()) {
            threads[type.ordinal()] = type.is("java.lang.Thread");
            gates[type.ordinal()] = GATES.contains(type.name());
            tellsOwner[type.ordinal()] = !type.isBoot() && LOCKS.stream().anyMatch(type::is);
            plain[type.ordinal()] = !isThread(type) && !tellsOwner(type) && allFollowed(of(type));
        }
    }

    private static boolean allFollowed(byte[] kinds) {
        for (byte kind : kinds) {
            if (kind != FOLLOWED) {
                return false;
            }
        }
        return true;
    }

    /** Whether it is a lock whose class, other than the JDK's own, may tell who owns it, and so whom to interrupt. */
    boolean tellsOwner(HeapClass type) {
        return tellsOwner[type.ordinal()];
    }

    /** Whether all references of its instances are followed, always. */
    boolean isPlain(HeapClass type) {
        return plain[type.ordinal()];
    }

    boolean isThread(HeapClass type) {
        return threads[type.ordinal()];
    }

    /** Whether it is a completion that needs two promises. */
    boolean isGate(HeapClass type) {
        return gates[type.ordinal()];
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
        if (!type.isBoot() && field.name().equals(OWNER)) {
            return FOLLOWED;
        }
        if (BOOKKEEPING_FIELDS.contains(owner + '.' + field.name())) {
            return BOOKKEEPING;
        }
        if (field.name().equals("referent") && type.is("java.lang.ref.PhantomReference")) {
            return NEVER;
        }
        if (isGate(type) && BEHIND_THE_GATE.contains(field.name())) {
            return GATED;
        }
        boolean hidden = isThread(type) && THREAD_TYPES.contains(owner) && !SEEN_FROM_OUTSIDE.contains(field.name());
        return hidden ? OF_THREAD : FOLLOWED;
    }

    static boolean isBookkeeping(HeapClass type, String staticField) {
        return BOOKKEEPING_STATICS.contains(staticField) && type.name().startsWith("jdk.internal.vm.ThreadContainers");
    }
}
