package dev.rouse.runtime;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * What the diagnosis knows of a task without keeping it: one weak reference a task, in a ring of its core. All but
 * {@link #waitsFor} is the core's own.
 */
final class TaskRef extends WeakReference<Task<?>> {
    /** Of a task that has not begun. */
    static final TaskRef NONE = new TaskRef();

    final @Nullable Core core;
    final FutureType type;

    /** Where it waits, when it has waited so long that somebody looked; null before. */
    @Nullable WaitSite site;

    /** When it began. */
    final long begun;

    /** When it was last seen being polled. */
    long polledAt;

    /** How often it has been polled only to see whether it is ready. */
    int audits;

    /** What this task has said of itself last: told only once. */
    boolean told;

    /** Whether it waits for nothing on purpose. */
    boolean idle;

    /** Whether the task has ended as tasks do; the collector clears the reference of one that has not. */
    private volatile boolean ended;

    /** The task whose end it waits for; null when it is something else. Written by its polls. */
    volatile @Nullable TaskRef waitsFor;

    @Nullable TaskRef before;

    @Nullable TaskRef after;

    TaskRef(Core core, Task<?> task, FutureType type, long begun, ReferenceQueue<Task<?>> collected) {
        super(task, collected);
        this.core = core;
        this.type = type;
        this.begun = begun;
    }

    /** Where it waits: as seen, or as all of its type do; null when that is not known. */
    @Nullable WaitSite where() {
        return site != null ? site : type.site();
    }

    void cancel(JoinHandle<?> handle) {
        if (core != null) {
            core.cancel(this, handle);
        }
    }

    void end() {
        ended = true;
        clear();
    }

    /** Whether the collector has taken the task before its end. */
    boolean isLost() {
        return get() == null && !ended && this != NONE;
    }

    /** Whether it only waits for another task that is lost, and not for itself in the end. */
    boolean isVictim() {
        TaskRef awaited = waitsFor;
        for (int hops = 0; hops < 100; hops++) {
            if (awaited == null || !awaited.isLost() || awaited == this) {
                return hops > 0 && awaited != this;
            }
            awaited = awaited.waitsFor;
        }
        return true;
    }

    private TaskRef() {
        super(null);
        core = null;
        type = new FutureType(Future.class);
        begun = 0;
    }
}
