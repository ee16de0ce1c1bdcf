package dev.rouse.heap.prove;

import dev.rouse.engine.model.Site;
import dev.rouse.heap.hprof.Heap;
import dev.rouse.heap.hprof.HeapClass;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All that will happen once a promise is complete: the callbacks behind it, near ones first, and who waits. */
final class Downstream implements Callbacks.Visitor {
    private static final int MOST = 1_000;
    private static final int FEW = 10;

    private final Heap heap;
    private final Proof proof;
    private final boolean held;
    private final Deque<Integer> next = new ArrayDeque<>();
    private final Set<Integer> seen = new HashSet<>();
    private final Ints functions = new Ints();
    private boolean waited;
    private @Nullable Site site;

    private Downstream(Heap heap, Proof proof, boolean held) {
        this.heap = heap;
        this.proof = proof;
        this.held = held;
    }

    /**
     * @param held whether somebody can complete the promise. Behind one that nobody can, only that counts which nobody
     *     can bring about otherwise.
     */
    static Downstream of(Heap heap, Proof proof, int promise, boolean held) {
        Downstream found = new Downstream(heap, proof, held);
        Callbacks callbacks = proof.promises().callbacks();
        found.seen.add(promise);
        found.next.add(promise);
        for (int i = 0; i < MOST && !found.next.isEmpty(); i++) {
            callbacks.visit(found.next.remove(), found);
        }
        return found;
    }

    @Override
    public void function(int function, String method, int then, boolean either) {
        String type = heap.typeName(function);
        boolean alike = then < 0 || proof.isCompletable(then) == held || !(held || either);
        if (!alike || Site.isJdk(type) || type.contains("io.netty.")) {
            return;
        }
        functions.add(function);
        if (site == null) {
            int lambda = type.indexOf("$$Lambda");
            site = Site.of(new StackTraceElement(
                    lambda < 0 ? type : type.substring(0, lambda), lambda < 0 ? method : "lambda", null, -1));
        }
    }

    @Override
    public void dependent(int promise) {
        if (proof.isCompletable(promise) == held && seen.size() < MOST && seen.add(promise)) {
            next.add(promise);
        }
    }

    @Override
    public void waiter(int thread) {
        waited = true;
    }

    /** Whether a thread is blocked behind it: then that is what is told. */
    boolean waited() {
        return waited;
    }

    /** The class of the first callback that is not the JDK's; null when there is none. A dump knows no line of it. */
    @Nullable Site site() {
        return site;
    }

    /** How many callbacks there are that are not the JDK's. */
    int functions() {
        return functions.size();
    }

    /** The first of them; -1 when there is none. */
    int first() {
        return functions.size() == 0 ? -1 : functions.get(0);
    }

    /** The types of what the first few callbacks have captured. */
    List<String> captured() {
        Set<String> types = new TreeSet<>();
        for (int i = 0; i < Math.min(functions.size(), FEW); i++) {
            captured(functions.get(i), types);
        }
        return List.copyOf(types);
    }

    private void captured(int function, Set<String> types) {
        HeapClass type = heap.isInstance(function) ? heap.classOf(function) : null;
        if (type != null) {
            for (HeapClass.Field field : type.references()) {
                int value = heap.referenceAt(heap.values(function) + field.offset());
                if (value >= 0) {
                    types.add(heap.typeName(value));
                }
            }
        }
    }
}
