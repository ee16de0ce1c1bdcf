package dev.rouse.runtime.sync;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.WakerSlot;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A count of permits and the line of those who wait for some.
 *
 * <p>State word: the free permits, above the bits {@link #WAITING} (the line is not empty) and {@link #CLOSED}. While
 * neither bit is set, permits are taken and given by a compare-and-set of the word. Both bits are changed under the
 * lock, and while {@code WAITING} is set nobody but the lock's holder changes the count: no newcomer overtakes the
 * line. A waiter's phase leaves {@code QUEUED} under the lock; all its other changes are its owner's.
 */
final class Permits {
    private static final long WAITING = 1;
    private static final long CLOSED = 2;
    private static final int SHIFT = 2;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Permits.class, "state", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Object lock = new Object();
    private final Line<Waiter> line = new Line<>();
    private volatile long state;

    Permits(int free) {
        state = (long) free << SHIFT;
    }

    /** Where a waiter stands. */
    private enum Phase {
        NEW,
        QUEUED,
        GRANTED,
        REFUSED,
        OVER
    }

    /** One who wants some permits; its owner asks at each poll until it has them, and drops it. */
    final class Waiter extends Line.Place<Waiter> {
        private final int wanted;
        private final WakerSlot slot = new WakerSlot();
        private volatile Phase phase = Phase.NEW;

        Waiter(int wanted) {
            this.wanted = wanted;
        }

        /**
         * Whether the permits are its owner's now.
         *
         * @throws ClosedException when there will be none
         */
        boolean served(Context context) {
            if (phase == Phase.NEW) {
                begin(context);
            } else if (phase == Phase.QUEUED) {
                slot.arm(context);
            }
            return switch (phase) {
                case NEW, QUEUED -> false;
                case GRANTED -> take(context);
                case REFUSED -> {
                    end();
                    throw new ClosedException("closed: nobody receives any more");
                }
                case OVER -> throw new IllegalStateException("polled after its end: a future is for one use");
            };
        }

        private void begin(Context context) {
            if (tryTake(wanted)) {
                phase = Phase.GRANTED;
            } else {
                slot.arm(context);
                enter(this);
            }
        }

        private boolean take(Context context) {
            if (!context.spend()) {
                return false;
            }
            end();
            context.progress(1);
            return true;
        }

        private void end() {
            phase = Phase.OVER;
            slot.clear();
        }

        /** Leaves the line; what it was given and has not taken goes to the next. */
        void drop() {
            Phase was = phase == Phase.QUEUED ? leave(this) : phase;
            end();
            if (was == Phase.GRANTED) {
                give(wanted);
            }
        }
    }

    int free() {
        return (int) (state >>> SHIFT);
    }

    boolean isClosed() {
        return (state & CLOSED) != 0;
    }

    /** Takes so many if they are free and nobody waits. */
    boolean tryTake(int wanted) {
        for (long seen = state; isFree(seen, wanted); seen = state) {
            if (STATE.compareAndSet(this, seen, seen - ((long) wanted << SHIFT))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFree(long seen, int wanted) {
        return (seen & (WAITING | CLOSED)) == 0 && seen >>> SHIFT >= wanted;
    }

    /** Enters the line, unless there is no need to. */
    private void enter(Waiter waiter) {
        synchronized (lock) {
            while (true) {
                long seen = state;
                if ((seen & CLOSED) != 0) {
                    waiter.phase = Phase.REFUSED;
                    return;
                }
                if (isFree(seen, waiter.wanted)) {
                    if (tryTake(waiter.wanted)) {
                        waiter.phase = Phase.GRANTED;
                        return;
                    }
                } else if (STATE.compareAndSet(this, seen, seen | WAITING)) {
                    line.append(waiter);
                    waiter.phase = Phase.QUEUED;
                    return;
                }
            }
        }
    }

    private Phase leave(Waiter waiter) {
        Line.Left<Waiter> left = new Line.Left<>();
        Phase was;
        synchronized (lock) {
            was = waiter.phase;
            if (was == Phase.QUEUED) {
                remove(waiter);
                grant(left);
            }
        }
        wake(left);
        return was;
    }

    /** Gives so many back, to the line first. */
    void give(int many) {
        for (long seen = state; (seen & WAITING) == 0; seen = state) {
            if (STATE.compareAndSet(this, seen, seen + ((long) many << SHIFT))) {
                return;
            }
        }
        Line.Left<Waiter> left = new Line.Left<>();
        synchronized (lock) {
            STATE.getAndAdd(this, (long) many << SHIFT);
            grant(left);
        }
        wake(left);
    }

    /** Under the lock: serves the line from its head as far as the permits go. */
    private void grant(Line.Left<Waiter> left) {
        for (Waiter head = line.first(); head != null && state >>> SHIFT >= head.wanted; head = line.first()) {
            STATE.getAndAdd(this, -((long) head.wanted << SHIFT));
            remove(head);
            head.phase = Phase.GRANTED;
            left.add(head);
        }
    }

    /** Under the lock, and after a grant's permits have been taken: newcomers may come in when the line is empty. */
    private void remove(Waiter waiter) {
        line.remove(waiter);
        if (line.isEmpty()) {
            STATE.getAndBitwiseAnd(this, ~WAITING);
        }
    }

    /** From now on nobody gets any: all who wait are refused. */
    void close() {
        Line.Left<Waiter> left = new Line.Left<>();
        synchronized (lock) {
            STATE.getAndBitwiseOr(this, CLOSED);
            for (Waiter head = line.first(); head != null; head = line.first()) {
                remove(head);
                head.phase = Phase.REFUSED;
                left.add(head);
            }
        }
        wake(left);
    }

    private static void wake(Line.Left<Waiter> left) {
        for (@Nullable Waiter next = left.take(); next != null; next = left.take()) {
            next.slot.fire();
        }
    }
}
