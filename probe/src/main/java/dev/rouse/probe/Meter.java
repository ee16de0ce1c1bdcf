package dev.rouse.probe;

import org.jspecify.annotations.Nullable;

/**
 * What came of one kind of call on one burning thread. Written by that thread alone; read without a barrier by the
 * agent, who may see it some calls late.
 */
public final class Meter {
    /** The stack is kept of the call after so many: what runs only once has gone by then. */
    private static final int SETTLED = 64;

    /** A pause between two calls in which more was done than to make the next one. */
    private static final long WORK_NS = 200_000;

    private long calls;
    private long empty;
    private long moved;
    private long gaps;
    private long firstAt;
    private long lastAt;
    private @Nullable Throwable where;
    private @Nullable Class<?> type;

    void count(long units, Class<?> owner) {
        long now = System.nanoTime();
        if (calls++ == 0) {
            firstAt = now;
        } else if (now - lastAt > WORK_NS) {
            gaps += now - lastAt;
        }
        lastAt = now;
        if (units > 0) {
            moved += units;
        } else if (++empty == SETTLED) {
            type = owner;
            where = new Throwable();
        }
    }

    /** How often it was called. */
    public long calls() {
        return calls;
    }

    /** How many of these calls moved nothing. */
    public long empty() {
        return empty;
    }

    /** Bytes, characters or other things that the rest moved. */
    public long moved() {
        return moved;
    }

    /** Nanoseconds in pauses between two calls that were long enough for some work. */
    public long gaps() {
        return gaps;
    }

    /** From the first call to the last. */
    public long nanos() {
        return lastAt - firstAt;
    }

    /** The stack of a call that moved nothing; null when there were few. */
    public @Nullable Throwable where() {
        return where;
    }

    /** The type that was called there. */
    public @Nullable Class<?> type() {
        return type;
    }
}
