package dev.rouse.heap.prove;

import dev.rouse.heap.hprof.Heap;
import dev.rouse.heap.hprof.HeapClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Marks what can be reached by whoever can still run, to a fixpoint: when an object is marked that a blocked thread
 * needs to go on, that thread can run too, and what its frames hold is marked.
 */
final class Marking implements Heap.Scan {
    /** So many objects between two words about how far it has come. */
    private static final int EVERY = (1 << 18) - 1;

    private static final String PHASE = "marking what can be reached";

    private final Heap heap;
    private final Threads threads;
    private final Edges edges;
    private final boolean everything;
    private int scanned;
    private final Bits marks;
    private final Bits watched;
    private final Map<Integer, List<HeapThread>> watchers = new HashMap<>();
    private final Map<Integer, List<HeapThread>> dependents = new HashMap<>();
    private final Gates gates;
    private final Frontier queue;
    private final Ints passedBy = new Ints();
    private final boolean[] live;
    private final int[] causes;
    private final int @Nullable [] parents;
    private final List<Root> roots = new ArrayList<>();
    private List<HeapThread> woken = new ArrayList<>();
    private Barrier barrier = Barrier.NONE;
    private Notice notice = Notice.NONE;

    /**
     * Where a way begins.
     *
     * @param thread whose frame, or object, it is; null for a root of the JVM
     * @param depth of the frame, -1 for the thread's own object
     */
    record Root(String what, @Nullable HeapThread thread, int depth) {}

    /** Keeps some ways closed. */
    interface Barrier {
        Barrier NONE = new Barrier() {
            @Override
            public boolean isAt(int object) {
                return false;
            }

            @Override
            public boolean closes(int from, int to) {
                return false;
            }
        };

        /** Whether some way from this object is closed. */
        boolean isAt(int object);

        boolean closes(int from, int to);
    }

    /** Is told of objects of some classes when they are reached, of each once at least. */
    interface Notice {
        Notice NONE = (type, object) -> {};

        void reached(HeapClass type, int object);
    }

    Marking(Heap heap, Threads threads, Edges edges) {
        this(heap, threads, edges, false, new Bits(heap.size()), new int[heap.size()]);
    }

    /** One that knows no ways, and takes a third of the memory. */
    static Marking withoutWays(Heap heap, Threads threads, Edges edges) {
        return new Marking(heap, threads, edges, false, new Bits(heap.size()), null);
    }

    /** @param everything whether all there is counts as running, and all references as followed */
    private Marking(Heap heap, Threads threads, Edges edges, boolean everything, Bits marks, int @Nullable [] parents) {
        this.heap = heap;
        this.threads = threads;
        this.edges = edges;
        this.everything = everything;
        this.marks = marks;
        queue = new Frontier(heap.size());
        watched = new Bits(heap.size());
        gates = new Gates(heap, marks);
        live = new boolean[threads.all().size()];
        causes = new int[live.length];
        this.parents = parents;
    }

    /** Marks on from here, by all references and from all threads: what anything at all refers to. */
    Marking everything(Notice told) {
        Marking all = new Marking(heap, threads, edges, true, marks.copy(), null);
        all.notice(told);
        for (int i = 0; i < passedBy.size(); i++) {
            all.queue.add(passedBy.get(i));
        }
        threads.all().forEach(all::run);
        all.drain();
        return all;
    }

    /** Keeps the ways closed that this closes, for as long as it does. */
    void bar(Barrier closed) {
        barrier = closed;
    }

    void notice(Notice told) {
        notice = told;
    }

    void watch(int object, HeapThread thread) {
        if (marks.has(object)) {
            wakenBy(object, thread);
            return;
        }
        watched.add(object);
        watchers.computeIfAbsent(object, key -> new ArrayList<>(1)).add(thread);
    }

    /** The thread can go on once the other one can. */
    void depends(HeapThread thread, int other) {
        dependents.computeIfAbsent(other, key -> new ArrayList<>(1)).add(thread);
    }

    /**
     * Puts in the JVM's own roots: JNI references, classes of the boot loader. They are marked from by the next drain.
     */
    void markRoots() {
        Root jni = new Root("a JNI global reference", null, -1);
        heap.roots().forEach(root -> root(root, jni));
        Root system = new Root("a class of the JDK", null, -1);
        heap.classes().stream()
                .filter(type -> type.isBoot() && type.object() >= 0)
                .forEach(type -> root(type.object(), system));
    }

    void markAll(List<Integer> objects, String what) {
        Root root = new Root(what, null, -1);
        objects.forEach(object -> root(object, root));
        drain();
    }

    void mark(int object, int parent) {
        if (marks.add(object)) {
            if (parents != null) {
                parents[object] = parent;
            }
            if (!heap.isLeaf(object)) {
                queue.add(object);
            }
            if (watched.has(object)) {
                watchers.getOrDefault(object, List.of()).forEach(thread -> wakenBy(object, thread));
                gates.opens(object, queue);
            }
        }
    }

    private void wakenBy(int object, HeapThread thread) {
        if (!live[thread.ordinal()]) {
            causes[thread.ordinal()] = object;
            woken.add(thread);
        }
    }

    private void root(int object, Root root) {
        if (!marks.has(object)) {
            if (parents != null) {
                roots.add(root);
            }
            mark(object, -1 - roots.size());
        }
    }

    /** Lets a thread run, and marks what it can reach. */
    void run(HeapThread thread) {
        if (live[thread.ordinal()]) {
            return;
        }
        live[thread.ordinal()] = true;
        if (!marks.add(thread.object())) {
            scan(thread.object());
        } else {
            marks(thread);
        }
        for (int i = 0; i < thread.locals().length; i++) {
            if (thread.locals()[i] >= 0) {
                root(thread.locals()[i], new Root("a local variable", thread, thread.depth(i)));
            }
        }
        frameClasses(thread);
        HeapThread carrier = thread.carrier() < 0 ? null : threads.of(thread.carrier());
        if (carrier != null) {
            run(carrier);
        }
        for (HeapThread dependent : dependents.getOrDefault(thread.object(), List.of())) {
            wakenBy(thread.object(), dependent);
        }
    }

    /** Its object, marked by {@link #run} itself. */
    private void marks(HeapThread thread) {
        if (parents != null) {
            roots.add(new Root("the thread itself", thread, -1));
            parents[thread.object()] = -1 - roots.size();
        }
        queue.add(thread.object());
        if (watched.has(thread.object())) {
            watchers.getOrDefault(thread.object(), List.of()).forEach(other -> wakenBy(thread.object(), other));
        }
    }

    private void frameClasses(HeapThread thread) {
        for (int depth = 0; depth < thread.frames().length; depth++) {
            int mirror = heap.index(thread.frames()[depth].classId());
            if (mirror >= 0) {
                root(mirror, new Root("the class of a frame", thread, depth));
            }
        }
    }

    void drain() {
        while (true) {
            for (int object = queue.poll(); object != Frontier.EMPTY; object = queue.poll()) {
                scan(object);
            }
            if (woken.isEmpty()) {
                return;
            }
            List<HeapThread> now = woken;
            woken = new ArrayList<>();
            now.forEach(this::run);
        }
    }

    private void scan(int object) {
        if ((++scanned & EVERY) == 0) {
            heap.did(everything ? "marking all there is" : PHASE, scanned);
        }
        heap.scan(object, this);
    }

    @Override
    public void instance(int object, HeapClass type, long values, long end) {
        reach(type.object(), object);
        notice.reached(type, object);
        if (!edges.isPlain(type) || barrier.isAt(object)) {
            byKind(object, type, values, end);
            return;
        }
        long last = end - heap.idSize();
        for (int offset : type.offsets()) {
            if (values + offset <= last) {
                reach(heap.referenceAt(values + offset), object);
            }
        }
    }

    private void byKind(int object, HeapClass type, long values, long end) {
        byte[] kinds = edges.of(type);
        int[] offsets = type.offsets();
        boolean discreet = edges.isThread(type) && isBlocked(object);
        boolean open = everything || !edges.isGate(type) || gates.isOpen(object, watched);
        boolean barred = barrier.isAt(object);
        boolean left = false;
        for (int i = 0; i < offsets.length && values + offsets[i] + heap.idSize() <= end; i++) {
            int target = heap.referenceAt(values + offsets[i]);
            if (!follows(kinds[i], discreet, open)) {
                left |= target >= 0 && !marks.has(target);
            } else if (!barred || !barrier.closes(object, target)) {
                reach(target, object);
            }
        }
        if (edges.tellsOwner(type)) {
            reach(heap.ref(heap.ref(object, "sync"), Edges.OWNER), object);
        }
        if (left) {
            passedBy.add(object);
        }
        if (discreet) {
            reach(heap.ref(heap.ref(object, "holder"), "group"), object);
        }
    }

    private boolean follows(byte kind, boolean discreet, boolean open) {
        return switch (kind) {
            case Edges.FOLLOWED -> true;
            case Edges.GATED -> open;
            case Edges.BOOKKEEPING -> everything;
            case Edges.OF_THREAD -> everything || !discreet;
            default -> false;
        };
    }

    private boolean isBlocked(int object) {
        HeapThread thread = threads.of(object);
        return thread != null && !live[thread.ordinal()];
    }

    @Override
    public void array(int object, @Nullable HeapClass type, long elements, int length) {
        if (type != null) {
            reach(type.object(), object);
        }
        for (int i = 0; i < length; i++) {
            reach(heap.referenceAt(elements + (long) i * heap.idSize()), object);
        }
    }

    @Override
    public void mirror(int object, HeapClass type) {
        heap.heldBy(type).forEach(held -> reach(held, object));
        type.staticReferences().forEach((field, id) -> {
            if (everything || !Edges.isBookkeeping(type, field)) {
                reach(heap.index(id), object);
            } else {
                passedBy.add(object);
            }
        });
    }

    private void reach(int target, int from) {
        if (target >= 0) {
            mark(target, from);
        }
    }

    /** Says that the most is done: what is marked from now on is little. */
    void tellDone() {
        heap.did(PHASE, heap.size());
    }

    boolean isMarked(int object) {
        return marks.has(object);
    }

    /** What is marked now. */
    Bits marks() {
        return marks.copy();
    }

    boolean runs(HeapThread thread) {
        return live[thread.ordinal()];
    }

    /** The object by which a thread was found to be able to go on. */
    int cause(HeapThread thread) {
        return causes[thread.ordinal()];
    }

    /** The object that led to a marked one; -1 when it was where a way begins. */
    int parent(int object) {
        return parents == null || parents[object] < -1 ? -1 : parents[object];
    }

    /** Where the way to an object without parent begins. */
    Root rootOf(int object) {
        return roots.get(-2 - Objects.requireNonNull(parents)[object]);
    }
}
