package dev.rouse.probe;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * One thread's timed waits on one condition, followed for a while: how each ended, and whether the thread waited there
 * again at once. Written by that thread alone; the sweeper reads what may be a moment old.
 */
public final class TimedWait {
    /**
     * Whoever waits again so soon has found its condition false: there was time to look at it, and for nothing else.
     */
    private static final long AT_ONCE_NS = 50_000L;

    /** Whoever does not come back for so long has gone on: it is also longer than most preemptions. */
    private static final long GONE_NS = 1_000_000L;

    private final WeakReference<Thread> thread;
    private final WeakReference<Object> condition;
    private final Throwable stack;
    final long since;
    private long timeouts;
    private long again;
    private long wentOn;
    private long signals;
    private long began;
    private long longest;
    private long took;
    private boolean released;
    private long retried;
    private long relocked;
    private long shortestRetried = Long.MAX_VALUE;
    private long shortestRelocked = Long.MAX_VALUE;
    private volatile long timedOutAt;
    private volatile long lastSeen;

    TimedWait(Thread thread, Object condition, long now) {
        this.thread = new WeakReference<>(thread);
        this.condition = new WeakReference<>(condition);
        this.stack = new Throwable();
        this.since = now;
        this.lastSeen = now;
    }

    boolean isOf(Thread waiter, Object on) {
        return condition.refersTo(on) && thread.refersTo(waiter);
    }

    boolean isOf(Thread waiter) {
        return thread.refersTo(waiter);
    }

    /** The thread lets go of a lock: it is done with its condition, for this time. */
    void releases() {
        released = true;
    }

    void begins(long now, boolean locksWatched) {
        if (timedOutAt != 0) {
            if (locksWatched && released) {
                relocked++;
                shortestRelocked = Math.min(shortestRelocked, took);
            } else if (locksWatched) {
                retried++;
                shortestRetried = Math.min(shortestRetried, took);
            }
            long away = now - timedOutAt;
            again += away <= AT_ONCE_NS ? 1 : 0;
            wentOn += away >= GONE_NS ? 1 : 0;
            timedOutAt = 0;
        }
        began = now;
        lastSeen = now;
    }

    void ended(boolean byTimeout, long now) {
        if (byTimeout) {
            timeouts++;
            took = began == 0 ? Long.MAX_VALUE : now - began;
            longest = Math.max(longest, began == 0 ? 0 : took);
            released = false;
            timedOutAt = now;
        } else {
            signals++;
        }
        began = 0;
        lastSeen = now;
    }

    /** Whether the thread is in such a wait now, or has been lately. */
    boolean isLive(long now, long idleNs) {
        return began != 0 ? !thread.refersTo(null) : now - lastSeen < idleNs;
    }

    /** No more is seen of it: who has not come back after a timeout has gone on. */
    void close() {
        if (timedOutAt != 0) {
            wentOn++;
            timedOutAt = 0;
        }
    }

    /** Waits that ended by their timeout. */
    public long timeouts() {
        return timeouts;
    }

    /** Of these, after how many the thread waited again at once. */
    public long again() {
        return again;
    }

    /** Of these, after how many the thread went on to something else. */
    public long wentOn() {
        return wentOn;
    }

    /** While locks were watched: after how many timeouts the thread waited again with its lock in hand all the time. */
    public long retried() {
        return retried;
    }

    /** While locks were watched: after how many timeouts the thread had let go of a lock before it waited again. */
    public long relocked() {
        return relocked;
    }

    /** Whether the waits after which it went on were as long as the others: those of a timer end when it is due. */
    public boolean isSteady() {
        return shortestRelocked / 9 >= shortestRetried / 10;
    }

    /** Waits that ended by a signal. */
    public long signals() {
        return signals;
    }

    /** The longest wait that ended by its timeout, in nanoseconds; 0 when none was seen from its beginning. */
    public long longest() {
        return longest;
    }

    public StackTraceElement[] stack() {
        return stack.getStackTrace();
    }

    /** The type of what is waited on; null when it is gone. */
    public @Nullable Class<?> type() {
        Object on = condition.get();
        return on == null ? null : on.getClass();
    }
}
