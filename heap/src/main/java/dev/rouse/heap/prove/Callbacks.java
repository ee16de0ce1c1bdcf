package dev.rouse.heap.prove;

import dev.rouse.heap.hprof.Heap;
import dev.rouse.heap.hprof.HeapClass;
import java.util.function.IntConsumer;

/** Reads what hangs on a promise: the JDK's CompletableFuture, and Netty's promises under whatever package. */
final class Callbacks {
    static final String FUTURE = "java.util.concurrent.CompletableFuture";
    private static final String NETTY = "netty.util.concurrent.DefaultPromise";

    /** Longer lists of dependents are cut: what is said of the first ones holds for the promise all the same. */
    private static final int MOST = 100_000;

    private final Heap heap;
    private final boolean[] futures;
    private final boolean[] netty;

    /** Is told what hangs on a promise. */
    interface Visitor {
        /**
         * @param method what of the function will be called
         * @param then the promise that is completed after the call; -1 for none
         * @param either whether the other one of two promises is enough for the call
         */
        void function(int function, String method, int then, boolean either);

        /** A promise that is completed after this one. */
        void dependent(int promise);

        /** A thread that is blocked until the promise is complete. */
        void waiter(int thread);
    }

    Callbacks(Heap heap) {
        this.heap = heap;
        futures = new boolean[heap.classes().size()];
        netty = new boolean[futures.length];
        for (HeapClass type : heap.classes()) {
            futures[type.ordinal()] = type.is(FUTURE) && type.field("result") != null;
            netty[type.ordinal()] = isNetty(type);
        }
    }

    private static boolean isNetty(HeapClass type) {
        for (HeapClass c = type; c != null; c = c.parent()) {
            if (c.name().endsWith(NETTY)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a promise is incomplete and something hangs on it. */
    boolean arePending(HeapClass type, int promise) {
        if (futures[type.ordinal()]) {
            return heap.ref(promise, "result") < 0 && heap.ref(promise, "stack") >= 0;
        }
        return netty[type.ordinal()]
                && isOpen(type, heap.ref(promise, "result"))
                && (heap.ref(promise, "listener") >= 0 || heap.ref(promise, "listeners") >= 0);
    }

    boolean isPromise(int object) {
        HeapClass type = object >= 0 && heap.isInstance(object) ? heap.classOf(object) : null;
        return type != null && (futures[type.ordinal()] || netty[type.ordinal()]);
    }

    boolean isPending(int promise) {
        HeapClass type = heap.classOf(promise);
        return type != null && isOpen(type, heap.ref(promise, "result"));
    }

    /** Netty marks a promise that cannot be cancelled by a result that is none. */
    private boolean isOpen(HeapClass type, int result) {
        if (result < 0) {
            return true;
        }
        for (HeapClass c = type; c != null; c = c.parent()) {
            Long mark = c.staticReferences().get("UNCANCELLABLE");
            if (mark != null && heap.index(mark) == result) {
                return true;
            }
        }
        return false;
    }

    void visit(int promise, Visitor visitor) {
        HeapClass type = heap.classOf(promise);
        if (type == null) {
            return;
        }
        if (futures[type.ordinal()]) {
            int completion = heap.ref(promise, "stack");
            for (int i = 0; completion >= 0 && i < MOST; i++) {
                completion(completion, visitor);
                completion = heap.ref(completion, "next");
            }
        } else {
            listeners(heap.ref(promise, "listener"), visitor);
            listeners(heap.ref(promise, "listeners"), visitor);
        }
    }

    private void completion(int first, Visitor visitor) {
        int completion = heap.is(first, FUTURE + "$CoCompletion") ? heap.ref(first, "base") : first;
        if (heap.is(completion, JdkLayout.SIGNALLER)) {
            ifAny(heap.ref(completion, "thread"), visitor::waiter);
            return;
        }
        int dependent = heap.ref(completion, "dep");
        if (dependent < 0 || heap.ref(dependent, "result") >= 0) {
            return;
        }
        String type = heap.typeName(completion);
        boolean either = type.startsWith(FUTURE + "$Or");
        ifAny(heap.ref(completion, "fn"), function -> visitor.function(function, method(type), dependent, either));
        visitor.dependent(dependent);
    }

    private static void ifAny(int object, IntConsumer told) {
        if (object >= 0) {
            told.accept(object);
        }
    }

    private static String method(String completion) {
        return completion.endsWith("Accept") || completion.endsWith("UniWhenComplete")
                ? "accept"
                : completion.endsWith("Run") ? "run" : "apply";
    }

    private void listeners(int listeners, Visitor visitor) {
        int several = heap.ref(listeners, "listeners");
        if (several < 0 || !heap.isArray(several)) {
            ifAny(listeners, listener -> visitor.function(listener, "operationComplete", -1, false));
            return;
        }
        for (int i = 0; i < Math.min(heap.arrayLength(several), MOST); i++) {
            ifAny(
                    heap.referenceAt(heap.element(several, i)),
                    listener -> visitor.function(listener, "operationComplete", -1, false));
        }
    }
}
