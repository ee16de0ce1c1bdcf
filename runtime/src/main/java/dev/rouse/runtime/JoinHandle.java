package dev.rouse.runtime;

import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The end of a spawned task, to be polled from any task, or waited for from any thread. It does not keep the task: one
 * that nobody can wake is found lost though somebody still waits for it.
 *
 * @param <T> type of the task's value
 */
public final class JoinHandle<T extends @Nullable Object> implements Future<T> {
    private final WakerSlot slot = new WakerSlot();

    /** Written before {@link #ended}, read after. */
    private @Nullable T value;

    private @Nullable Throwable failure;
    private volatile boolean ended;
    private volatile @Nullable TaskRef task;

    JoinHandle() {}

    void of(TaskRef ref) {
        task = ref;
    }

    void complete(@Nullable T result) {
        value = result;
        ended = true;
        slot.fire();
    }

    void fail(Throwable cause) {
        failure = cause;
        ended = true;
        slot.fire();
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
                waitsForTask(context.task());
                return Poll.pending();
            }
        }
        return Poll.ready(result());
    }

    /** So that a lost task is reported, and not those that only wait for it. */
    private void waitsForTask(@Nullable Task<?> waiter) {
        TaskRef awaited = task;
        if (waiter != null && awaited != null) {
            waiter.handle.waitsFor(awaited);
        }
    }

    private void waitsFor(TaskRef awaited) {
        TaskRef own = task;
        if (own != null) {
            own.waitsFor = awaited;
        }
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
        TaskRef ref = task;
        if (!ended && ref != null) {
            ref.cancel();
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
        Thread waiting = Thread.currentThread();
        Context context = Context.of(() -> LockSupport.unpark(waiting));
        while (true) {
            Poll<T> answer = poll(context);
            if (answer.isReady()) {
                return answer.get();
            }
            LockSupport.park(this);
            if (Thread.interrupted()) {
                slot.clear();
                throw new InterruptedException("interrupted while the task went on");
            }
        }
    }
}
