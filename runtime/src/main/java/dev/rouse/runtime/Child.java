package dev.rouse.runtime;

import org.jspecify.annotations.Nullable;

/**
 * One future of a group, with a waker of its own: firing it tells which child was meant, and wakes the group's task.
 * What the group may not do: poll a child and forget to look here.
 *
 * @param <T> type of the child's value
 */
final class Child<T extends @Nullable Object> extends Context implements Waker {
    private final @Nullable Runnable woken;
    private @Nullable Future<T> future;
    private @Nullable FutureType type;
    private @Nullable Context parent;

    /** The group's waker of its newest poll. */
    private volatile @Nullable Waker behind;

    /** Whether its own waker has fired since its last poll. */
    private volatile boolean fired;

    /** Null before the first poll, and on no core. Written by polls, read by slots that hold this waker. */
    private @Nullable Task<?> task;

    /** Where it was seen to wait; null when nobody looked. */
    private @Nullable WaitSite site;

    /** Stands in slots that its future clears while it is being polled unwoken; null before. */
    private @Nullable Fate fate;

    private boolean armed;
    private boolean waited;
    private boolean again;
    private boolean woke;
    private boolean polling;
    private long polledAt;

    /** Since when it waits, by the core's clock, where that is sampled; 0 otherwise. */
    private long since;

    /** The poll of its core that last polled it. */
    private long round = -1;

    /** @param woken called by whoever fires this child's waker, before the group's task is woken; null for nothing */
    Child(Future<T> future, @Nullable Runnable woken) {
        this.future = future;
        this.woken = woken;
    }

    /**
     * Polls the future, and drops it once it is ready or has failed.
     *
     * @param siblings all children of the group, of which one may have caused this poll
     */
    Poll<T> poll(Context context, Iterable<? extends Child<?>> siblings) {
        Future<T> polled = future;
        if (polled == null) {
            throw new IllegalStateException("a child was polled after its end");
        }
        begin(context);
        Task<?> owner = task;
        int passedOver = owner == null ? 0 : owner.core.diagnosis().passedOver();
        Poll<T> answer = null;
        try {
            answer = traced(polled);
        } finally {
            parent = null;
            if (answer == null || answer.isReady()) {
                drop();
            }
            polling = false;
        }
        if (owner != null && owner.core.diagnosis().passedOver() != passedOver) {
            owner.core.diagnosis().passedOverInside(this, owner, siblings);
        } else if (owner != null) {
            look(owner, answer, polled, siblings);
        }
        boolean before = waited;
        waited = answer.isPending();
        if (owner != null && (!before || !waited || woke)) {
            time(owner, before);
        }
        if (waited && again && type != null) {
            type.goesOn = true;
        }
        again = false;
        if (owner != null && waited) {
            polledAt = owner.core.coarseNanoTime();
        }
        return answer;
    }

    /** A wait has ended, or begins. */
    private void time(Task<?> owner, boolean before) {
        FutureType known = type;
        if (before && since != 0 && known != null) {
            known.waited(owner.core.coarseNanoTime() - since);
        }
        since = waited && owner.core.diagnosis().samplesWait() ? owner.core.coarseNanoTime() : 0;
    }

    private void begin(Context context) {
        parent = context;
        Task<?> owner = context.task();
        if (owner != task) {
            move(owner);
        }
        behind = context.wakerForSlot();
        woke = fired;
        if (woke) {
            fired = false; // not unless it was set: a wake that comes just now stays noted
            goesOn();
        }
        polling = true;
        if (owner != null) {
            round = owner.core.polls;
        }
    }

    /** What was seen of its last wait says nothing of its next one, if there is one. */
    private void goesOn() {
        site = null;
        again = waited;
    }

    /** Slots count what they hold for one task; a child that has gone to another one cannot be counted. */
    private void move(@Nullable Task<?> owner) {
        if (task != null && owner != null) {
            owner.state |= Task.RAW;
        }
        task = owner;
        type = null;
        since = 0;
    }

    private Poll<T> traced(Future<T> polled) {
        Task<?> owner = task;
        if (owner == null) {
            return polled.poll(this);
        }
        FutureType known = type;
        if (known == null) {
            known = owner.core.diagnosis().type(Outer.innermost(polled).getClass());
            type = known;
        }
        if (!known.wantsSite()) {
            return polled.poll(this);
        }
        Traced traced = Traced.arms(this);
        Poll<T> answer = polled.poll(traced);
        WaitSite seen = traced.armed();
        if (seen != null) {
            site = seen;
            known.sees(seen);
        }
        return answer;
    }

    private void look(Task<?> task, Poll<T> answer, Future<T> polled, Iterable<? extends Child<?>> siblings) {
        Diagnosis diagnosis = task.core.diagnosis();
        if (answer.isPending() && !armed && !waited) {
            diagnosis.unarmed(polled, task);
        } else if (answer.isReady() && waited && !woke) {
            diagnosis.passedOver(this, task, siblings);
        } else if (answer.isReady() && waited && type != null) {
            diagnosis.wokeItself(type);
        }
    }

    /** Drops its future, if it still has it. */
    void drop() {
        Future<T> dropped = future;
        future = null;
        if (dropped != null) {
            dropped.drop();
        }
    }

    boolean isDone() {
        return future == null;
    }

    /** Whether its waker has fired since its last poll, be it after its slots were cleared. */
    boolean hasFired() {
        Fate cleared = fate;
        return fired || (cleared != null && cleared.fired());
    }

    /** Whether its waker had fired before the poll of the group that goes on. */
    boolean causedPoll() {
        Task<?> owner = task;
        if (owner != null && round == owner.core.polls) {
            return woke;
        }
        return future != null && fired;
    }

    /** Since when it had been pending, by the core's clock. */
    long polledAt() {
        return polledAt;
    }

    @Nullable FutureType type() {
        return type;
    }

    @Nullable Future<T> future() {
        return future;
    }

    /** Where it waited: as seen, or as all of its type do; null when that is not known. */
    @Nullable WaitSite site() {
        FutureType known = type;
        return site != null || known == null || known.goesOn ? site : known.site();
    }

    /** The group is polled with another waker, and does not poll this child. */
    void behind(Waker newest) {
        behind = newest;
    }

    @Override
    public void wake() {
        fired = true;
        if (woken != null) {
            woken.run();
        }
        fire();
    }

    @Override
    void fire() {
        Waker waker = behind;
        if (waker != null) {
            waker.wake();
        }
    }

    @Override
    public Waker waker() {
        armed = true;
        here().waker();
        return this;
    }

    @Override
    Waker wakerForSlot() {
        armed = true;
        return this;
    }

    private Context here() {
        Context context = parent;
        if (context == null) {
            throw new IllegalStateException("a context is valid during its poll alone");
        }
        return context;
    }

    @Override
    public Core core() {
        return here().core();
    }

    @Override
    public void progress(long amount) {
        here().progress(amount);
    }

    /** No budget left: the task is woken for this child. */
    @Override
    public boolean spend() {
        if (here().spend()) {
            return true;
        }
        armed = true;
        fired = true;
        if (woken != null) {
            woken.run();
        }
        return false;
    }

    @Override
    @Nullable Task<?> task() {
        return task;
    }

    /** While it is polled and its wake has not been seen, that may be on its way. */
    @Override
    @Nullable Fate fate() {
        if (!polling || !waited || woke) {
            return null;
        }
        if (fate == null) {
            fate = new Fate(behind instanceof Context group ? group.fate() : null);
        }
        return fate;
    }
}
