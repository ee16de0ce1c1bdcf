package dev.rouse.heap.prove;

import dev.rouse.heap.hprof.Heap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Completions that need two promises, as those of {@code allOf} and {@code thenCombine}. Who reaches one of the two can
 * bring about what lies behind only if the other one is complete, or can be completed too.
 */
final class Gates {
    private final Heap heap;
    private final Bits marks;
    private final Map<Integer, List<Integer>> closed = new HashMap<>();

    Gates(Heap heap, Bits marks) {
        this.heap = heap;
        this.marks = marks;
    }

    /** @param watched gets the promises that would open it */
    boolean isOpen(int completion, Bits watched) {
        boolean one = isOpen(completion, "src", watched);
        boolean other = isOpen(completion, "snd", watched);
        return one && other;
    }

    private boolean isOpen(int completion, String source, Bits watched) {
        int promise = heap.ref(completion, source);
        if (promise < 0 || marks.has(promise) || heap.ref(promise, "result") >= 0) {
            return true;
        }
        watched.add(promise);
        closed.computeIfAbsent(promise, key -> new ArrayList<>(1)).add(completion);
        return false;
    }

    /** A promise has been reached: the completions that needed it are looked at again. */
    void opens(int promise, Frontier again) {
        List<Integer> completions = closed.remove(promise);
        if (completions != null) {
            completions.forEach(again::add);
        }
    }
}
