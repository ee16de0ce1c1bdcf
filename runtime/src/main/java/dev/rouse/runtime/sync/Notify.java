package dev.rouse.runtime.sync;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.WakerSlot;
import org.jspecify.annotations.Nullable;

/**
 * Tells tasks that something has changed, without a value. {@link #notifyOne} tells the one that has waited longest, or
 * the next one that comes: one such permit is stored, however often it is called while nobody waits.
 * {@link #notifyWaiters} tells all whose {@link #notified} was called before, and stores nothing. May be used from any
 * thread.
 */
public final class Notify {
    private final Object lock = new Object();
    private final Line<Notified> line = new Line<>();
    private boolean permit;

    /** Counts the calls of {@link #notifyWaiters}; changed under the lock. */
    private volatile int rounds;

    /** Where a waiter stands; {@code QUEUED} is left under the lock, all else is its owner's. */
    private enum Phase {
        NEW,
        QUEUED,
        TOLD_ALONE,
        TOLD_WITH_ALL,
        OVER
    }

    private final class Notified extends Line.Place<Notified> implements Future<@Nullable Void> {
        private final int round = rounds;
        private final WakerSlot slot = new WakerSlot();
        private volatile Phase phase = Phase.NEW;

        @Override
        public Poll<@Nullable Void> poll(Context context) {
            if (phase == Phase.NEW) {
                slot.arm(context);
                enter(this);
            } else if (phase == Phase.QUEUED) {
                slot.arm(context);
            }
            if (phase == Phase.QUEUED) {
                return Poll.pending();
            }
            if (phase == Phase.OVER) {
                throw new IllegalStateException("polled after its end: a future is for one use");
            }
            if (!context.spend()) {
                return Poll.pending();
            }
            end();
            context.progress(1);
            return Poll.ready();
        }

        private void end() {
            phase = Phase.OVER;
            slot.clear();
        }

        @Override
        public void drop() {
            Phase was = phase == Phase.QUEUED ? leave(this) : phase;
            end();
            if (was == Phase.TOLD_ALONE) {
                notifyOne();
            }
        }
    }

    /** Ready once it is told; the rounds of {@link #notifyWaiters} count from this call on. */
    public Future<@Nullable Void> notified() {
        return new Notified();
    }

    private void enter(Notified waiter) {
        synchronized (lock) {
            if (waiter.round != rounds) {
                waiter.phase = Phase.TOLD_WITH_ALL;
            } else if (permit) {
                permit = false;
                waiter.phase = Phase.TOLD_ALONE;
            } else {
                line.append(waiter);
                waiter.phase = Phase.QUEUED;
            }
        }
    }

    private Phase leave(Notified waiter) {
        synchronized (lock) {
            Phase was = waiter.phase;
            if (was == Phase.QUEUED) {
                line.remove(waiter);
            }
            return was;
        }
    }

    /** Tells the one that has waited longest; when nobody waits, the next one. */
    public void notifyOne() {
        Notified told;
        synchronized (lock) {
            told = line.first();
            if (told == null) {
                permit = true;
                return;
            }
            line.remove(told);
            told.phase = Phase.TOLD_ALONE;
        }
        told.slot.fire();
    }

    /** Tells all that wait. */
    public void notifyWaiters() {
        Line.Left<Notified> left = new Line.Left<>();
        synchronized (lock) {
            rounds++;
            for (Notified told = line.first(); told != null; told = line.first()) {
                line.remove(told);
                told.phase = Phase.TOLD_WITH_ALL;
                left.add(told);
            }
        }
        for (Notified told = left.take(); told != null; told = left.take()) {
            told.slot.fire();
        }
    }
}
