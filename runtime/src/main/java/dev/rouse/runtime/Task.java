package dev.rouse.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A spawned future, and at once its own waker and context: keeping the waker keeps the task, so a pending task that
 * nobody can wake any more is garbage, and the collector proves it. Nothing else refers to a pending task: not its join
 * handle, no list, no stale slot of a queue.
 *
 * <p>State word, the core's own: {@link #QUEUED} in the run queue; {@link #ARMED} this poll asked for the waker;
 * {@link #EVER} some poll did; {@link #RAW} a waker is kept where its release cannot be seen. {@link #remote} is 1 from
 * another thread's wake until the core has taken it in, which is before the poll, so a later wake queues the task
 * again.
 */
final class Task<T extends @Nullable Object> extends Context implements Waker {
    static final int QUEUED = 1;
    static final int ARMED = 2;
    static final int EVER = 4;
    static final int RAW = 8;

    private static final VarHandle REMOTE;
    private static final VarHandle RELEASED_REMOTELY;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            REMOTE = lookup.findVarHandle(Task.class, "remote", int.class);
            RELEASED_REMOTELY = lookup.findVarHandle(Task.class, "releasedRemotely", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Core core;
    final JoinHandle<T> handle;

    /** Null once the task has ended. The core's own. */
    @Nullable Future<T> future;

    /** The core's own. */
    int state;

    /** Of the poll that goes on. The core's own. */
    int budget;

    /** Items, bytes, messages that its leaves have reported. The core's own. */
    long moved;

    /** How often a leaf was ready and reported that nothing had moved. The core's own. */
    int emptyHanded;

    /** How often it was woken from inside its own poll. The core's own. */
    int selfWakes;

    /** When it was polled last, by the core's clock. The core's own. */
    long polledAt;

    /** When it was woken, where that is sampled; 0 otherwise. The core's own. */
    long wokenAt;

    /** What the diagnosis knows of it; set before the first poll. */
    TaskRef ref = TaskRef.NONE;

    /** Where its wait was traced, until its wake; null when it was not. */
    @Nullable WaitSite tracedAt;

    long tracedSince;

    /**
     * Of its self-wakes: when last looked at, and what had moved by then; how many came since when, with nothing moved.
     */
    long spunAt;

    long movedBefore;
    long spins;
    long spinsSince;
    boolean spinTold;
    boolean spinning;

    /** Of its used-up budgets: what had moved, and since when nothing has. */
    long movedAtExhaustion;

    long emptySince;
    boolean emptyTold;

    /** Slots that hold its waker: this less {@link #releasedRemotely}. The core's own. */
    private int held;

    /** Fired after its end: a wake that was on its way when an audit poll came first. */
    boolean wokenAfterEnd;

    private volatile int remote;
    private volatile int releasedRemotely;

    Task(Core core, Future<T> future, JoinHandle<T> handle) {
        this.core = core;
        this.future = future;
        this.handle = handle;
    }

    @Override
    public void wake() {
        if (Thread.currentThread() == core.thread) {
            if ((state & QUEUED) == 0) {
                core.enqueue(this);
            }
        } else if (remote == 0 && REMOTE.compareAndSet(this, 0, 1)) {
            core.enqueueRemotely(this);
        }
    }

    /** The core has taken in another thread's wake. */
    void arrived() {
        remote = 0;
    }

    boolean wokenRemotely() {
        return remote != 0;
    }

    @Override
    void fire() {
        wake();
    }

    @Override
    public Waker waker() {
        state |= ARMED | EVER | RAW;
        return this;
    }

    @Override
    Waker wakerForSlot() {
        state |= ARMED | EVER;
        return this;
    }

    /** A slot has begun to hold this waker; called by the poll that armed it. */
    static void held(Waker waker) {
        if (waker instanceof Context context) {
            Task<?> task = context.task();
            if (task != null) {
                task.held++;
            } else {
                context.kept();
            }
        }
    }

    /** A slot has let go of this waker, fired or not; called from any thread. */
    static void released(@Nullable Waker waker) {
        if (waker instanceof Context context) {
            Task<?> task = context.task();
            if (task == null) {
                return;
            }
            if (Thread.currentThread() == task.core.thread) {
                task.held--;
            } else {
                RELEASED_REMOTELY.getAndAdd(task, 1);
            }
        }
    }

    /** Whether some slot holds its waker, as far as slots tell. */
    boolean isHeld() {
        return held - releasedRemotely > 0;
    }

    @Override
    public Core core() {
        return core;
    }

    @Override
    public void progress(long amount) {
        moved += amount;
        if (amount == 0) {
            emptyHanded++;
        }
    }

    @Override
    public boolean spend() {
        if (--budget > 0) {
            return true;
        }
        core.exhausted(this);
        return false;
    }

    @Override
    Task<T> task() {
        return this;
    }

    @Override
    @Nullable Fate fate() {
        return core.current == this || future == null ? core.fateOfAudit() : null;
    }
}
