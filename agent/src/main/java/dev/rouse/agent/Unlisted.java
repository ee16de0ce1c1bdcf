package dev.rouse.agent;

import dev.rouse.probe.Beside;
import dev.rouse.probe.Cell;
import dev.rouse.probe.Promises;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A library whose waits are objects of their own, with no list of dependents: their cells stand beside them. */
abstract class Unlisted implements Promises {
    /** What is awaited: it ends the wait, and has a cell; null when the registration is not of this library. */
    abstract @Nullable Object wait(Object registration);

    /** Whether this wait goes on. */
    abstract boolean waits(Object wait);

    @Override
    public boolean isPending(Object registration) {
        Object wait = wait(registration);
        return wait != null && waits(wait);
    }

    @Override
    public List<Object> sources(Object registration) {
        Object wait = wait(registration);
        return wait != null && waits(wait) ? List.of(wait) : List.of();
    }

    @Override
    public boolean isForAny(Object registration) {
        return false;
    }

    @Override
    public boolean onlyComputes(Object registration) {
        return false;
    }

    /** A promise that is not a wait of this library is a dependent: whatever becomes of it, {@link #isOver} tells. */
    @Override
    public @Nullable Cell watch(Object promise) {
        if (wait(promise) == null) {
            return Cell.watching();
        }
        Cell present = Beside.of(promise);
        Cell cell = present == null ? Cell.watching() : present;
        boolean room = present != null || Beside.put(promise, cell);
        return room && waits(promise) ? cell : null; // looked at after it was put: see Beside
    }

    @Override
    public void ride(Object promise, Cell cell) {
        if (!Beside.put(promise, cell) || !waits(promise)) {
            cell.settle();
        }
    }

    @Override
    public boolean hasTimeout(Object promise) {
        return false;
    }
}
