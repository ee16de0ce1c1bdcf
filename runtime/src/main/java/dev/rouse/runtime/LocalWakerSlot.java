package dev.rouse.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A {@link WakerSlot} whose waiter and whose events are on one core: plain fields, no fence, and no need to look again
 * after arming. Firing it from another thread may lose the wake; where that cannot be ruled out, take a WakerSlot.
 */
public final class LocalWakerSlot {
    private @Nullable Waker waker;

    /** Keeps the waker of this poll instead of any older one. */
    public void arm(Context context) {
        Waker newest = context.wakerForSlot();
        Waker older = waker;
        if (older != newest) {
            waker = newest;
            Task.held(newest);
            Task.released(older);
        }
    }

    /**
     * Takes the waker out and fires it.
     *
     * @return whether there was one
     */
    public boolean fire() {
        Waker taken = waker;
        if (taken == null) {
            return false;
        }
        waker = null;
        taken.wake();
        Task.released(taken);
        return !(taken instanceof Fate);
    }

    /** Lets go of the waker without firing it: for a waiter that gives up, never for an event that has happened. */
    public void clear() {
        Waker released = waker;
        waker = released instanceof Context context ? context.fate() : null;
        Task.released(released);
    }

    public boolean isArmed() {
        return waker != null && !(waker instanceof Fate);
    }
}
