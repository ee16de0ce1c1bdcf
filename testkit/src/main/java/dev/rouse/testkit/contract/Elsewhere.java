package dev.rouse.testkit.contract;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Another thread, for what happens inside a poll or a wake. The caller waits until it is done; when it waits itself,
 * for a lock that the caller holds, the caller goes on and finishes it later.
 */
final class Elsewhere implements AutoCloseable {
    private static final long LOOK_NS = 50_000;

    /** Waiting at so many looks in a row is no passing contention. */
    private static final int LOOKS = 4;

    /** Longer than any leaf's work, even on a machine with much else to do. */
    private static final long SPIN_NS = 500_000_000;

    private static final long STUCK_NS = 5_000_000_000L;
    private static final int SPINS = 200;

    private final Thread thread = new Thread(this::work, "rouse-contract-elsewhere");
    private final Thread owner = Thread.currentThread();
    private volatile @Nullable Runnable task;
    private volatile boolean begun;
    private volatile @Nullable Throwable failure;
    private volatile boolean closed;

    Elsewhere() {
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Runs this on the other thread.
     *
     * @return whether it is done; false when it waits for the caller, who has to {@link #finish} it
     */
    boolean run(Runnable work) {
        begun = false;
        task = work;
        LockSupport.unpark(thread);
        long since = System.nanoTime();
        for (int waiting = 0, spins = 0; task != null; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
                continue;
            }
            LockSupport.parkNanos(LOOK_NS);
            if (!begun) {
                since = System.nanoTime(); // it has not had a processor yet
            }
            waiting = task != null && begun && isWaiting() ? waiting + 1 : 0;
            if (waiting >= LOOKS || System.nanoTime() - since > SPIN_NS) {
                return false;
            }
        }
        rethrow();
        return true;
    }

    private boolean isWaiting() {
        Thread.State state = thread.getState();
        return state == Thread.State.BLOCKED || state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    boolean isBusy() {
        return task != null;
    }

    /** Waits for what was begun. */
    void finish() {
        long since = System.nanoTime();
        while (task != null) {
            LockSupport.parkNanos(LOOK_NS);
            if (System.nanoTime() - since > STUCK_NS) {
                throw new IllegalStateException("cannot tell: a poll or an event blocks for more than 5 s, here: "
                        + List.of(thread.getStackTrace()));
            }
        }
        rethrow();
    }

    private void rethrow() {
        Throwable thrown = failure;
        failure = null;
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
    }

    private void work() {
        while (!closed) {
            Runnable work = task;
            if (work == null) {
                LockSupport.park(this);
                continue;
            }
            begun = true;
            try {
                work.run();
            } catch (Throwable thrown) {
                failure = thrown;
            }
            work = null;
            task = null;
            LockSupport.unpark(owner);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
