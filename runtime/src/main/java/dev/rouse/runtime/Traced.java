package dev.rouse.runtime;

import org.jspecify.annotations.Nullable;

/**
 * The context of a poll that somebody looks at: it notes the stack where the waker is asked for, and, when it stands in
 * for the waker as well, where that is fired. All else goes to the context behind.
 */
final class Traced extends Context implements Waker {
    private final Context behind;
    private final boolean standsIn;
    private @Nullable WaitSite armed;
    private @Nullable WaitSite fired;
    private boolean polling = true;

    private Traced(Context behind, boolean standsIn) {
        this.behind = behind;
        this.standsIn = standsIn;
    }

    /** Notes where the waker is asked for. */
    static Traced arms(Context behind) {
        return new Traced(behind, false);
    }

    /** Notes where the waker is fired from inside the poll, too. */
    static Traced wakes(Context behind) {
        return new Traced(behind, true);
    }

    void polled() {
        polling = false;
    }

    /** Where the waker was last asked for; null when it was not. */
    @Nullable WaitSite armed() {
        return armed;
    }

    /** Where the waker was fired from inside the poll; null when it was not. */
    @Nullable WaitSite fired() {
        return fired;
    }

    @Override
    public Waker waker() {
        armed = WaitSite.here();
        Waker waker = behind.waker();
        return standsIn ? this : waker;
    }

    @Override
    Waker wakerForSlot() {
        armed = WaitSite.here();
        Waker waker = behind.wakerForSlot();
        return standsIn ? this : waker;
    }

    @Override
    public void wake() {
        if (polling && Core.isCoreThread()) {
            fired = WaitSite.here();
        }
        behind.fire();
    }

    @Override
    void fire() {
        behind.fire();
    }

    @Override
    public Core core() {
        return behind.core();
    }

    @Override
    public void progress(long amount) {
        behind.progress(amount);
    }

    @Override
    public boolean spend() {
        return behind.spend();
    }

    @Override
    @Nullable Task<?> task() {
        return behind.task();
    }

    @Override
    @Nullable Fate fate() {
        return behind.fate();
    }
}
