package dev.rouse.probe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one library's promises are read: what a registration in the nursery stands for. Cold path only. A registration
 * whose wait is over answers null or an empty list.
 */
public interface Promises {
    /** Whether a registration, or a promise, is of this library. */
    boolean owns(Object registration);

    /** Whether a class is this library's own machinery: its frames name no site. */
    boolean isMachinery(String className);

    /** Whether what it waits on is incomplete. */
    boolean isPending(Object registration);

    /** What it waits on: one promise, or several of which any ({@link #isForAny}) or all are needed. */
    List<Object> sources(Object registration);

    boolean isForAny(Object registration);

    /** The promise that this wait would complete; null when there is none. */
    @Nullable Object dependent(Object registration);

    /** Whether all that this wait does is to compute a value: if nobody holds what it completes, nobody misses it. */
    boolean onlyComputes(Object registration);

    /** The host's function that this wait would run; null for plumbing. */
    @Nullable Object callback(Object registration);

    /** Where it waits; null for plumbing. */
    default @Nullable FunctionSite site(Object registration) {
        Object callback = callback(registration);
        return callback == null ? null : FunctionSite.of(callback);
    }

    /** The task that this wait is a step of, which may come back to its site; null when none is known. */
    default @Nullable Object task(Object registration) {
        return null;
    }

    /** Tells the ways apart by which its task got where it waits. */
    default int path(Object registration) {
        return 0;
    }

    /** Whether nothing will follow in this promise any more: it is complete, or was cancelled. */
    default boolean isOver(Object promise) {
        return false;
    }

    /** Makes a cell ride in the promise, or finds the one that does; null when the promise is complete. */
    @Nullable Cell watch(Object promise);

    /** Makes this cell ride in the promise; settles it when the promise is complete. */
    void ride(Object promise, Cell cell);

    /** A thread that is blocked until this promise, or one that depends on it, is complete; null when none is found. */
    @Nullable Thread waiter(Object promise);

    /** Whether programs keep a thread for good by such a wait: then it speaks only where others have gone on. */
    default boolean mayParkForGood() {
        return false;
    }

    /** Whether a timeout stands by to complete this promise. */
    boolean hasTimeout(Object promise);
}
