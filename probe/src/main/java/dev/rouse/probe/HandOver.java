package dev.rouse.probe;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** One sampled task between the moment it was handed to an executor and the moment it runs. */
public final class HandOver {
    /** What the task runs: a {@link FunctionSite}, or the name of a class of the JDK. */
    public final Object what;

    /** When it was handed over, by {@link System#nanoTime}. */
    public final long since;

    /** For how many tasks it stands. */
    public final int stands;

    /** Type of what it was handed to; null when unknown. */
    public final @Nullable Class<?> executorType;

    private final WeakReference<Object> task;
    private final @Nullable WeakReference<Object> executor;
    private volatile long ranAt;
    private int passed;
    private boolean counted;
    private volatile @Nullable String holder;

    @Nullable HandOver link;

    HandOver(Object task, @Nullable Object executor, Object what, int stands) {
        this.task = new WeakReference<>(task);
        this.executor = executor == null ? null : new WeakReference<>(executor);
        this.executorType = executor == null ? null : executor.getClass();
        this.what = what;
        this.stands = stands;
        this.since = System.nanoTime();
    }

    boolean isOf(Object run) {
        return task.refersTo(run);
    }

    boolean isGone() {
        return task.refersTo(null);
    }

    boolean isFor(Object ranBy) {
        return executor != null && executor.refersTo(ranBy);
    }

    /** One more task has overtaken it, or stood before it; racy, and published with the run. */
    void pass() {
        passed++;
    }

    /** @param ranBy null when the executor itself does not tell of its runs */
    void run(@Nullable Object ranBy) {
        ranAt = System.nanoTime();
        counted = ranBy != null && isFor(ranBy);
    }

    /** What it was handed to; null when unknown or gone. */
    public @Nullable Object executor() {
        return executor == null ? null : executor.get();
    }

    /** From hand-over to run. */
    public long lateNs() {
        return ranAt - since;
    }

    /** How many other tasks the same executor ran meanwhile; at the least, since two threads may count at once. */
    public int passed() {
        return passed;
    }

    /** Whether {@link #passed} tells anything: its executor is one that tells of the tasks that it runs. */
    public boolean isCounted() {
        return counted;
    }

    /** Remembers the line that was seen to hold the executor meanwhile; of the sweeper alone. */
    public void heldBy(String seen) {
        holder = seen;
    }

    public @Nullable String holder() {
        return holder;
    }
}
