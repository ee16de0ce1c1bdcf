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

    void cancel() {
        if (core != null) {
            core.cancel(this);
        }
    }

    private TaskRef() {
        super(null);
        core = null;
        type = new FutureType(Future.class);
        begun = 0;
    }
}
