package dev.rouse.heap.hprof;

/** A thread as its dump lists it: its object, its trace, and what its frames hold. */
public final class ThreadRecord {
    private final int serial;
    private final Longs locals = new Longs();
    private final Longs depths = new Longs();
    private long id;
    private int trace;
    private HeapFrame[] frames = {};

    ThreadRecord(int serial) {
        this.serial = serial;
    }

    void is(long itsId, int itsTrace) {
        id = itsId;
        trace = itsTrace;
    }

    void holds(long local, int depth) {
        locals.add(local);
        depths.add(depth);
    }

    void stack(HeapFrame[] itsFrames) {
        frames = itsFrames;
    }

    int trace() {
        return trace;
    }

    public int serial() {
        return serial;
    }

    public long id() {
        return id;
    }

    /** Innermost first. */
    public HeapFrame[] frames() {
        return frames;
    }

    public int locals() {
        return locals.size();
    }

    /** The id of a local reference. */
    public long local(int i) {
        return locals.get(i);
    }

    /** The frame of a local reference, 0 is the innermost; -1 when the dump does not say. */
    public int depth(int i) {
        return (int) depths.get(i);
    }
}
