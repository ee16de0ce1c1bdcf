package dev.rouse.runtime;

import java.time.Duration;

/**
 * Ticks at equal distances, the first one a distance after the first poll. A tick that was missed by less than a
 * distance comes at once, and those after it when they would have come anyway; of ticks that were missed by more only
 * the last comes, so the ticks keep their phase and never come in a burst. To be dropped by its owner.
 */
public final class Interval {
    private final long distance;
    private long next;
    private boolean begun;
    private Sleep sleep;

    Interval(Duration distance) {
        this.distance = distance.toNanos();
        if (this.distance <= 0) {
            throw new IllegalArgumentException("interval of " + distance + ": it must be longer than 0");
        }
        sleep = new Sleep(this.distance, true);
    }

    /** Ready at each tick, with the number of ticks that have passed since the one before: 1 when none was missed. */
    public Poll<Long> pollTick(Context context) {
        if (!begun) {
            begun = true;
            next = context.core().nanoTime() + distance;
            sleep = new Sleep(next, false);
        }
        if (sleep.poll(context).isPending()) {
            return Poll.pending();
        }
        long late = Math.max(0, context.core().coarseNanoTime() - next);
        long passed = 1 + late / distance;
        next += passed * distance;
        sleep = new Sleep(next, false);
        context.progress(1);
        return Poll.ready(passed);
    }

    /** The next tick, as a future; dropping that keeps the tick for the next one. */
    public Future<Long> tick() {
        return new Tick();
    }

    private final class Tick implements Future<Long> {
        @Override
        public Poll<Long> poll(Context context) {
            return pollTick(context);
        }

        @Override
        public void drop() {
            sleep.forget();
        }
    }

    /** Cancels the timer. */
    public void drop() {
        sleep.drop();
    }
}
