package dev.rouse.heap.prove;

import dev.rouse.engine.model.Site;
import dev.rouse.heap.hprof.Heap;
import dev.rouse.heap.hprof.HeapFrame;
import dev.rouse.heap.hprof.ThreadRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A thread of the dump, platform or virtual, and what it waits for. */
final class HeapThread {
    private final int ordinal;
    private final int object;
    private final String name;
    private final boolean virtual;
    private final int state;
    private final int carrier;
    private final long tid;
    private final HeapFrame[] frames;
    private final int[] locals;
    private final int[] depths;
    private @Nullable HeapWait wait;
    private @Nullable HeapThread carries;

    HeapThread(Heap heap, ThreadRecord record, int object, int ordinal) {
        this.ordinal = ordinal;
        this.object = object;
        virtual = heap.is(object, "java.lang.VirtualThread");
        tid = heap.longNumber(object, "tid", 0);
        String itsName = heap.text(heap.ref(object, "name"));
        name = itsName.isEmpty() ? (virtual ? "virtual thread #" : "thread #") + tid : itsName;
        state = state(heap, object, virtual);
        carrier = virtual ? heap.ref(object, "carrierThread") : -1;
        frames = record.frames();
        locals = new int[record.locals()];
        depths = new int[locals.length];
        for (int i = 0; i < locals.length; i++) {
            locals[i] = heap.index(record.local(i));
            depths[i] = record.depth(i);
        }
    }

    private static int state(Heap heap, int thread, boolean virtual) {
        if (virtual) {
            return heap.number(thread, "state", -1);
        }
        int holder = heap.ref(thread, "holder");
        return heap.number(holder >= 0 ? holder : thread, "threadStatus", -1);
    }

    void waits(@Nullable HeapWait itsWait) {
        wait = itsWait;
    }

    void carries(HeapThread blocked) {
        carries = blocked;
    }

    /** What it waits for; only of one that is blocked. */
    HeapWait itsWait() {
        return Objects.requireNonNull(wait);
    }

    /** Whether it waits for somebody; otherwise it can run, or may be able to. */
    boolean blocked() {
        return wait != null;
    }

    /** The blocked virtual thread that is pinned to this carrier: both go on together. */
    @Nullable HeapThread carries() {
        return carries;
    }

    int ordinal() {
        return ordinal;
    }

    int object() {
        return object;
    }

    String name() {
        return name;
    }

    boolean virtual() {
        return virtual;
    }

    /** The status word of a platform thread, or the state of a virtual one. */
    int state() {
        return state;
    }

    /** The index of a virtual thread's carrier; -1 when it is not mounted. */
    int carrier() {
        return carrier;
    }

    long tid() {
        return tid;
    }

    HeapFrame[] frames() {
        return frames;
    }

    int[] locals() {
        return locals;
    }

    /** The frame of a local: 0 is the innermost; -1 is not known. */
    int depth(int local) {
        return depths[local];
    }

    /** The objects that one frame refers to. */
    int[] localsAt(int depth) {
        return IntStream.range(0, locals.length)
                .filter(i -> depths[i] == depth && locals[i] >= 0)
                .map(i -> locals[i])
                .distinct()
                .toArray();
    }

    boolean runs(String type, String method) {
        return Arrays.stream(frames).anyMatch(frame -> frame.is(type, method));
    }

    List<StackTraceElement> stack() {
        return Arrays.stream(frames).map(HeapFrame::element).toList();
    }

    Site site() {
        Site site = Site.of(stack());
        return site == null ? new Site(name) : site;
    }

    @Override
    public String toString() {
        return (virtual ? "virtual thread \"" : "thread \"") + name + '"';
    }
}
