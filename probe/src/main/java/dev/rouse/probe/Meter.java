package dev.rouse.probe;

import org.jspecify.annotations.Nullable;

/**
 * What came of one kind of call on one burning thread. Written by that thread alone; read without a barrier by the
 * agent, who may see it some calls late.
 */
public final class Meter {
    /** The stack is kept of the call after so many: what runs only once has gone by then. */
    private static final int SETTLED = 64;

    /** CPU time between two calls in which more was done than to make the next one. */
    private static final long WORK_NS = 200_000;

    private long calls;
    private long empty;
    private long moved;
    private long worked;
    private long lastCpu;
    private long firstAt;
    private long lastAt;
    private @Nullable Throwable where;
    private @Nullable Class<?> type;

    void count(long units, Class<?> owner) {
        long now = System.nanoTime();
        if (calls++ == 0) {
            firstAt = now;
        }
        lastAt = now;
        if (units > 0) {
            moved += units;
        } else if (++empty == SETTLED) {
            type = owner;
            where = new Throwable();
        }
    }

    /** Told before a call is counted, where it matters: the thread's CPU time. */
    void cpu(long now) {
        if (lastCpu != 0 && now - lastCpu > WORK_NS) {
            worked += now - lastCpu;
        }
        lastCpu = now;
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

    /** CPU time between two calls, where it was enough for some work. */
    public long worked() {
        return worked;
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
