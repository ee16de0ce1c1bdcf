package dev.rouse.probe;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows a few timed waits on conditions at a time, each of one thread on one condition. A thread that waits there
 * pays a plain read when none is followed, and some comparisons when some are; it is about to park, or has just been.
 */
public final class TimedWaits {
    private static final int SLOTS = 8;

    /** Stacks taken between two sweeps, at most. */
    private static final int SAMPLES = 4;

    /** Followed for so long at most, so that others have their turn. */
    private static final long TURN_NS = 3_000_000_000L;

    /** Not seen for so long, it is over. */
    private static final long IDLE_NS = 200_000_000L;

    private static final Gate GATE = new Gate(SAMPLES);
    private static final AtomicInteger FOLLOWED = new AtomicInteger();
    private static final AtomicReferenceArray<@Nullable TimedWait> SLOT = new AtomicReferenceArray<>(SLOTS);

    private static volatile boolean locksWatched;

    private TimedWaits() {}

    public static void open() {
        GATE.open();
    }

    public static void close() {
        GATE.close();
        locksWatched = false;
        for (int i = 0; i < SLOTS; i++) {
            free(i, SLOT.get(i));
        }
    }

    /** Called where a thread begins a timed wait. */
    public static void begins(Object condition) {
        if (FOLLOWED.getPlain() == 0) {
            return;
        }
        TimedWait wait = find(condition);
        if (wait != null) {
            wait.begins(System.nanoTime(), locksWatched);
        }
    }

    /** Called where a thread's timed wait has ended normally, after it has its lock back. */
    public static void ended(Object condition, boolean byTimeout) {
        try {
            TimedWait wait = FOLLOWED.getPlain() == 0 ? null : find(condition);
            if (wait == null && GATE.pass() > 0) {
                wait = follow(condition);
            }
            if (wait != null) {
                wait.ended(byTimeout, System.nanoTime());
            }
        } catch (Throwable t) {
            TaskHooks.fail(t);
        }
    }

    /** Whether the letting go of locks is told, so that what is followed can be told apart by it. */
    public static void watchLocks(boolean on) {
        locksWatched = on;
    }

    /** Called where a thread lets go of a lock, while that is watched. */
    static void releases() {
        if (FOLLOWED.getPlain() == 0) {
            return;
        }
        Thread thread = Thread.currentThread();
        for (int i = 0; i < SLOTS; i++) {
            TimedWait wait = SLOT.getAcquire(i);
            if (wait != null && wait.isOf(thread)) {
                wait.releases();
            }
        }
    }

    /** Those that are followed now. */
    public static void forEach(Consumer<TimedWait> taker) {
        for (int i = 0; i < SLOTS; i++) {
            TimedWait wait = SLOT.getAcquire(i);
            if (wait != null) {
                taker.accept(wait);
            }
        }
    }

    private static @Nullable TimedWait find(Object condition) {
        Thread thread = Thread.currentThread();
        for (int i = 0; i < SLOTS; i++) {
            TimedWait wait = SLOT.getAcquire(i);
            if (wait != null && wait.isOf(thread, condition)) {
                return wait;
            }
        }
        return null;
    }

    private static @Nullable TimedWait follow(Object condition) {
        for (int i = 0; i < SLOTS; i++) {
            if (SLOT.getAcquire(i) == null) {
                TimedWait wait = new TimedWait(Thread.currentThread(), condition, System.nanoTime());
                if (SLOT.compareAndSet(i, null, wait)) {
                    FOLLOWED.getAndIncrement();
                    return wait;
                }
            }
        }
        return null;
    }

    private static boolean free(int slot, @Nullable TimedWait held) {
        boolean freed = held != null && SLOT.compareAndSet(slot, held, null);
        if (freed) {
            FOLLOWED.getAndDecrement();
        }
        return freed;
    }

    /** Hands over those that are over, or have been followed for long enough; called by each sweep. */
    public static void sweep(long now, Consumer<TimedWait> taker) {
        GATE.renew();
        for (int i = 0; i < SLOTS; i++) {
            TimedWait wait = SLOT.getAcquire(i);
            if (wait == null) {
                continue;
            }
            boolean over = !wait.isLive(now, IDLE_NS);
            boolean hadItsTurn = now - wait.since > TURN_NS && !locksWatched;
            if ((over || hadItsTurn) && free(i, wait)) {
                if (over) {
                    wait.close();
                }
                taker.accept(wait);
            }
        }
    }
}
