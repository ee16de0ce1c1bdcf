package dev.rouse.probe;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** One sampled thread between the moment it was unparked and the moment it ran again. */
public final class Unpark {
    private final WeakReference<Thread> thread;
    final long since;

    /** For how many it stands. */
    public final int stands;

    private long ranAt;
    private @Nullable Throwable ran;

    @Nullable Unpark link;

    Unpark(Thread thread, int stands) {
        this.thread = new WeakReference<>(thread);
        this.stands = stands;
        this.since = System.nanoTime();
    }

    boolean isOf(Thread other) {
        return thread.refersTo(other);
    }

    boolean isGone() {
        return thread.refersTo(null);
    }

    void run() {
        ranAt = System.nanoTime();
        ran = new Throwable();
    }

    public long lateNs() {
        return ranAt - since;
    }

    /** Where the thread was parked, innermost frame first, our own included. */
    public StackTraceElement[] stack() {
        return ran == null ? new StackTraceElement[0] : ran.getStackTrace();
    }
}
