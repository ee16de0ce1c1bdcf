package dev.rouse.runtime;

import org.jspecify.annotations.Nullable;

/**
 * The timers of one core: six wheels of 64 slots, each slot of a wheel as long as the whole wheel before it. A timer
 * lies in the lowest wheel whose slot tells it from now; when time reaches that slot it falls into a lower one, until
 * the lowest, whose slots are 1 ms long. Setting and cancelling take constant time, and the next slot in use is found
 * by one bit operation a wheel. One thread's own.
 */
final class TimerWheel {
    private static final int LEVELS = 6;
    private static final int BITS = 6;
    private static final int SLOTS = 1 << BITS;
    private static final long TICK_NS = 1_000_000;

    /** Some two years: what lies further is looked at again then. */
    private static final long FARTHEST = (1L << (BITS * LEVELS)) - 1;

    private final long origin;
    private final @Nullable Timer[][] slots = new Timer[LEVELS][SLOTS];
    private final long[] used = new long[LEVELS];

    /** All ticks up to this one have fired. */
    private long tick;

    private int size;

    /** @param now the clock's value at tick 0, in nanoseconds */
    TimerWheel(long now) {
        origin = now;
    }

    /** A moment at which a waker fires; in the wheel while it waits. */
    static final class Timer {
        final WakerSlot slot = new WakerSlot();
        private long due;
        private int level = -1;
        private @Nullable Timer before;
        private @Nullable Timer after;

        boolean isSet() {
            return level >= 0;
        }
    }

    /**
     * Sets a timer to a moment of the clock; fires at the first {@link #advance} that reaches the end of its tick,
     * never before the moment. One that has passed fires with the next tick.
     */
    void set(Timer timer, long deadline) {
        cancel(timer);
        long ticks = Math.max(0, deadline - origin);
        timer.due = Math.max(tick + 1, ticks / TICK_NS + (ticks % TICK_NS == 0 ? 0 : 1));
        place(timer);
        size++;
    }

    private void place(Timer timer) {
        long reach = Math.min(timer.due - tick, FARTHEST);
        long due = tick + reach;
        int level = level(due);
        int slot = (int) (due >>> (level * BITS)) & (SLOTS - 1);
        timer.level = level;
        Timer first = slots[level][slot];
        timer.before = null;
        timer.after = first;
        if (first != null) {
            first.before = timer;
        }
        slots[level][slot] = timer;
        used[level] |= 1L << slot;
    }

    /** The wheel of the highest digit (to base 64) in which a tick differs from now. */
    private int level(long due) {
        long differs = (tick ^ due) | (SLOTS - 1);
        return Math.min(LEVELS - 1, (63 - Long.numberOfLeadingZeros(differs)) / BITS);
    }

    void cancel(Timer timer) {
        if (!timer.isSet()) {
            return;
        }
        int level = timer.level;
        Timer after = timer.after;
        Timer before = timer.before;
        if (after != null) {
            after.before = before;
        }
        if (before != null) {
            before.after = after;
        } else {
            unlinkFirst(timer, level, after);
        }
        timer.level = -1;
        timer.before = null;
        timer.after = null;
        size--;
    }

    private void unlinkFirst(Timer timer, int level, @Nullable Timer after) {
        long due = Math.min(timer.due, tick + FARTHEST);
        int slot = (int) (due >>> (level * BITS)) & (SLOTS - 1);
        if (slots[level][slot] != timer) {
            slot = slotOf(timer, level);
        }
        slots[level][slot] = after;
        if (after == null) {
            used[level] &= ~(1L << slot);
        }
    }

    /** For timers beyond the wheels' reach, whose slot depends on when they were placed. */
    private int slotOf(Timer timer, int level) {
        for (int slot = 0; slot < SLOTS; slot++) {
            if (slots[level][slot] == timer) {
                return slot;
            }
        }
        throw new IllegalStateException("a set timer is in no slot");
    }

    /**
     * Fires all timers that are due.
     *
     * @return how many
     */
    int advance(long now) {
        long target = (now - origin) / TICK_NS;
        int fired = 0;
        while (size > 0) {
            long next = nextTick();
            if (next > target) {
                break;
            }
            tick = next;
            fired += fireAt(next);
        }
        tick = Math.max(tick, target);
        return fired;
    }

    /** The first tick after now at which some slot must be looked at. */
    private long nextTick() {
        for (int level = 0; level < LEVELS; level++) {
            if (used[level] != 0) {
                int shift = level * BITS;
                int here = (int) (tick >>> shift) & (SLOTS - 1);
                long later = here == SLOTS - 1 ? 0 : used[level] & (-1L << (here + 1));
                long rotation = tick >>> (shift + BITS) << (shift + BITS);
                if (later != 0) {
                    return rotation + ((long) Long.numberOfTrailingZeros(later) << shift);
                }
                // Only what lies beyond the top wheel's reach wraps round.
                return rotation + (1L << (shift + BITS)) + ((long) Long.numberOfTrailingZeros(used[level]) << shift);
            }
        }
        return Long.MAX_VALUE;
    }

    /** From the top wheel down: what falls into a lower slot of this very tick fires with it. */
    private int fireAt(long now) {
        int fired = 0;
        for (int level = LEVELS - 1; level >= 0; level--) {
            int shift = level * BITS;
            if (level > 0 && (now & ((1L << shift) - 1)) != 0) {
                continue;
            }
            int slot = (int) (now >>> shift) & (SLOTS - 1);
            Timer timer = slots[level][slot];
            slots[level][slot] = null;
            used[level] &= ~(1L << slot);
            while (timer != null) {
                Timer after = timer.after;
                timer.before = null;
                timer.after = null;
                if (timer.due <= now) {
                    timer.level = -1;
                    size--;
                    fired++;
                    timer.slot.fire();
                } else {
                    place(timer);
                }
                timer = after;
            }
        }
        return fired;
    }

    /** How long until {@link #advance} may have something to do, in nanoseconds; negative when no timer is set. */
    long untilNext(long now) {
        return size == 0 ? -1 : Math.max(0, origin + nextTick() * TICK_NS - now);
    }

    int size() {
        return size;
    }
}
