package dev.rouse.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The place where a leaf keeps the waker of its one waiter. Armed by the waiter's polls, fired from any thread.
 *
 * <p>The order that loses no wake: the waiter looks, arms, and <em>looks again</em>; the event is published first (by a
 * volatile write or under a lock), and then {@link #fire} is called.
 *
 * <p>Memory order: every access of the slot is a full fence or pairs with one; the second look and the publication of
 * the event are the other half of the pair (Dekker).
 */
public final class WakerSlot {
    private static final VarHandle WAKER;

    static {
        try {
            WAKER = MethodHandles.lookup().findVarHandle(WakerSlot.class, "waker", Waker.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile @Nullable Waker waker;

    /** Keeps the waker of this poll instead of any older one. Look at the condition again afterwards. */
    public void arm(Context context) {
        Waker newest = context.wakerForSlot();
        if (waker == newest) {
            return;
        }
        Waker older = (Waker) WAKER.getAndSet(this, newest);
        Task.held(newest);
        Task.released(older);
    }

    /**
     * Takes the waker out and fires it.
     *
     * @return whether there was one
     */
    public boolean fire() {
        if (waker == null) {
            return false;
        }
        Waker taken = (Waker) WAKER.getAndSet(this, null);
        if (taken == null) {
            return false;
        }
        taken.wake();
        Task.released(taken);
        return !(taken instanceof Fate);
    }

    /** Lets go of the waker without firing it: for a waiter that gives up, never for an event that has happened. */
    public void clear() {
        Waker kept = waker;
        if (kept != null) {
            Fate fate = kept instanceof Context context ? context.fate() : null;
            Task.released((Waker) WAKER.getAndSet(this, fate));
        }
    }

    public boolean isArmed() {
        Waker kept = waker;
        return kept != null && !(kept instanceof Fate);
    }
}
