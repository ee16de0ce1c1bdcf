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

    private boolean armed;
    private boolean waited;
    private boolean woke;
    private long polledAt;

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
        parent = context;
        task = context.task();
        behind = context.wakerForSlot();
        woke = fired;
        fired = false;
        armed = false;
        Poll<T> answer = null;
        try {
            answer = traced(polled);
        } finally {
            parent = null;
            if (answer == null || answer.isReady()) {
                drop();
            }
        }
        Task<?> owner = task;
        if (owner != null) {
            look(owner, answer, polled, siblings);
        }
        waited = answer.isPending();
        return answer;
    }

    private Poll<T> traced(Future<T> polled) {
        Task<?> owner = task;
        if (owner == null) {
            return polled.poll(this);
        }
        FutureType known = type;
        if (known == null) {
            known = owner.core.diagnosis().type(polled.getClass());
            type = known;
        }
        if (!known.wantsSite()) {
            return polled.poll(this);
        }
        Traced traced = Traced.arms(this);
        Poll<T> answer = polled.poll(traced);
        if (traced.armed() != null) {
            known.site = traced.armed();
        }
        return answer;
    }

    private void look(Task<?> task, Poll<T> answer, Future<T> polled, Iterable<? extends Child<?>> siblings) {
        Diagnosis diagnosis = task.core.diagnosis();
        if (answer.isPending()) {
            polledAt = task.core.coarseNanoTime();
            if (!armed && !waited) {
                diagnosis.unarmed(polled, task);
            }
        } else if (waited && !woke) {
            diagnosis.passedOver(this, task, siblings);
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

    boolean hasFired() {
        return fired;
    }

    /** Whether its waker had fired before the poll that goes on, or that came last. */
    boolean causedPoll() {
        return fired || woke;
    }

    /** Since when it had been pending, by the core's clock. */
    long polledAt() {
        return polledAt;
    }

    @Nullable FutureType type() {
        return type;
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

    @Override
    public boolean spend() {
        return here().spend();
    }

    @Override
    @Nullable Task<?> task() {
        return task;
    }
}
