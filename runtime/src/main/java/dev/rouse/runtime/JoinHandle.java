package dev.rouse.runtime;

import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The end of a spawned task, to be polled from one task, or waited for from any number of threads. It does not keep the
 * task: one that nobody can wake is found lost though somebody still waits for it. Dropping it leaves the task alone.
 *
 * @param <T> type of the task's value
 */
public final class JoinHandle<T extends @Nullable Object> implements Future<T> {
    /** Nobody ends a task that was lost with its core: a thread that joins looks for itself. */
    private static final long LOOK_NS = 1_000_000_000;

    private final WakerSlot slot = new WakerSlot();

    /** Written before {@link #ended}, read after. */
    private @Nullable T value;

    private @Nullable Throwable failure;
    private volatile boolean ended;
    private volatile boolean cancelled;
    private volatile @Nullable TaskRef task;
    private volatile @Nullable Joiner joiners;

    /** The task that polls here; written by its polls. */
    private @Nullable TaskRef waiter;

    JoinHandle() {}

    /** A thread that waits, and those that came before it. */
    private record Joiner(Thread thread, @Nullable Joiner next) {}

    /**
     * The task begins.
     *
     * @return false when it has been cancelled before
     */
    boolean begins(TaskRef ref) {
        task = ref;
        return !cancelled;
    }

    void complete(@Nullable T result) {
        value = result;
        end();
    }

    void fail(Throwable cause) {
        failure = cause;
        end();
    }

    private void end() {
        ended = true;
        slot.fire();
        for (Joiner joiner = joiners; joiner != null; joiner = joiner.next) {
            LockSupport.unpark(joiner.thread);
        }
    }

    /**
     * Ready with the task's value.
     *
     * @throws TaskFailedException when the task has failed
     * @throws CancellationException when it has been cancelled
     */
    @Override
    public Poll<T> poll(Context context) {
        if (!ended) {
            slot.arm(context);
            if (!ended) {
                waits(context.task());
                return Poll.pending();
            }
        }
        waitsNoMore();
        return Poll.ready(result());
    }

    /** So that a lost task is reported, and not those that only wait for it. */
    private void waits(@Nullable Task<?> polling) {
        if (polling != null) {
            waiter = polling.ref;
            polling.ref.waitsFor = task;
        }
    }

    private void waitsNoMore() {
        TaskRef waited = waiter;
        if (waited != null && waited.waitsFor == task) {
            waited.waitsFor = null;
        }
        waiter = null;
    }

    /** Waits no longer; the task goes on. */
    @Override
    public void drop() {
        slot.clear();
        waitsNoMore();
    }

    @SuppressWarnings("NullAway") // T says whether null may be among its values
    private T result() {
        Throwable cause = failure;
        if (cause instanceof CancellationException) {
            throw new CancellationException("the task was cancelled");
        }
        if (cause != null) {
            throw new TaskFailedException(cause);
        }
        return value;
    }

    /**
     * Ends the task if it has not ended yet: its future is dropped, on its own core, and whoever waits here gets a
     * {@link CancellationException}. May be called from any thread, more than once.
     */
    public void cancel() {
        cancelled = true;
        TaskRef ref = task;
        if (!ended && ref != null) {
            ref.cancel(this);
        }
    }

    public boolean isDone() {
        return ended;
    }

    /**
     * Blocks this thread until the task has ended.
     *
     * @throws TaskFailedException when the task has failed
     * @throws CancellationException when it has been cancelled
     * @throws InterruptedException when this thread is interrupted; the task goes on
     * @throws IllegalStateException on a core's own thread, which must not block
     */
    public T join() throws InterruptedException {
        if (Core.isCoreThread()) {
            throw new IllegalStateException("join() on a core's thread would block all its tasks: poll the handle");
        }
        if (!ended) {
            enlist(Thread.currentThread());
        }
        while (!ended) {
            LockSupport.parkNanos(this, LOOK_NS);
            if (!ended && isStranded()) {
                throw new CancellationException("the task was lost, and its core has shut down");
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while the task went on");
            }
        }
        return result();
    }

    private synchronized void enlist(Thread thread) {
        joiners = new Joiner(thread, joiners);
    }

    private boolean isStranded() {
        TaskRef ref = task;
        return ref != null && ref.isLost() && ref.core != null && ref.core.hasEnded();
    }
}
