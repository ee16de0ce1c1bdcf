package dev.rouse.heap.prove;

import dev.rouse.heap.hprof.Heap;
import dev.rouse.heap.hprof.HeapClass;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The promises of a dump that are incomplete and that callbacks hang on. Whoever reaches one can complete it; a promise
 * that only depends on another one is told with that.
 */
final class Promises implements Marking.Notice {
    private final Callbacks callbacks;
    private final Bits seen;
    private final Bits driven;
    private final Ints pending = new Ints();
    private @Nullable Verdict[] verdicts = {};

    Promises(Heap heap) {
        callbacks = new Callbacks(heap);
        seen = new Bits(heap.size());
        driven = new Bits(heap.size());
    }

    @Override
    public void reached(HeapClass type, int object) {
        if (callbacks.arePending(type, object) && seen.add(object)) {
            pending.add(object);
            callbacks.visit(object, new Driven());
        }
    }

    private final class Driven implements Callbacks.Visitor {
        @Override
        public void function(int function, String method, int then, boolean either) {}

        @Override
        public void waiter(int thread) {}

        @Override
        public void dependent(int promise) {
            driven.add(promise);
        }
    }

    /** Gives the verdict to all that have been reached now and had not been before. */
    void settle(Marking marking, Verdict verdict) {
        verdicts = verdicts.length < pending.size() ? Arrays.copyOf(verdicts, pending.size()) : verdicts;
        for (int i = 0; i < pending.size(); i++) {
            if (verdicts[i] == null && marking.isMarked(pending.get(i))) {
                verdicts[i] = verdict;
            }
        }
    }

    /** The numbers of those that depend on no other promise. */
    IntStream sources() {
        return IntStream.range(0, pending.size()).filter(i -> !driven.has(pending.get(i)));
    }

    int object(int i) {
        return pending.get(i);
    }

    /** Null when nobody refers to it at all, not even a thread that will not go on. */
    @Nullable Verdict verdict(int i) {
        return i < verdicts.length ? verdicts[i] : null;
    }

    Callbacks callbacks() {
        return callbacks;
    }
}
