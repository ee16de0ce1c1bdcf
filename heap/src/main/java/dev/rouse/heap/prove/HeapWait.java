package dev.rouse.heap.prove;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a blocked thread needs to go on.
 *
 * @param source the type waited on
 * @param needs objects through which the wake comes: whoever reaches one of them can wake the thread
 * @param needsThread the thread that alone can end the wait, as the owner of a lock or as the target of a join; -1 for
 *     none
 * @param relation how it depends on that thread
 * @param interruptible whether an interrupt ends it too
 * @param doubt why its blocking, or what it needs, is not sure; null when it is
 */
record HeapWait(
        String source,
        List<Integer> needs,
        int needsThread,
        Relation relation,
        boolean interruptible,
        @Nullable String doubt) {
    static final int NONE = -1;

    HeapWait {
        needs = List.copyOf(needs);
    }

    /** How a wait depends on a thread. */
    enum Relation {
        NONE,
        OWNER,
        /** The thread that holds the lock has ended: nobody will release it. */
        OWNER_ENDED,
        JOIN
    }

    HeapWait doubted(String why) {
        return new HeapWait(source, needs, needsThread, relation, interruptible, why);
    }

    static HeapWait on(String source, int node, boolean interruptible) {
        return new HeapWait(source, List.of(node), NONE, Relation.NONE, interruptible, null);
    }

    static HeapWait onAny(String source, List<Integer> needs, boolean interruptible, @Nullable String doubt) {
        return new HeapWait(source, needs, NONE, Relation.NONE, interruptible, doubt);
    }

    static HeapWait onThread(String source, int thread, Relation relation, boolean interruptible) {
        return new HeapWait(source, List.of(), thread, relation, interruptible, null);
    }
}
