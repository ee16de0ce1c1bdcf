package dev.rouse.runtime.sync;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Poll;
import java.util.Optional;

/**
 * A lock that a task may hold while it is pending. It belongs to its guard and not to a thread, is given to those who
 * wait in their order, and is not reentrant. What a core does between two polls needs none.
 */
public final class Mutex {
    private final Semaphore one = new Semaphore(1);

    /**
     * The lock while it is held. Its owner closes it, in {@link Future#drop} at the latest: a guard that is forgotten
     * locks the mutex for ever.
     */
    public static final class Guard implements AutoCloseable {
        private final Semaphore.Permit permit;

        Guard(Semaphore.Permit permit) {
            this.permit = permit;
        }

        /** Unlocks; a second call does nothing. May be called by any thread. */
        @Override
        public void close() {
            permit.close();
        }
    }

    private static final class Lock implements Future<Guard> {
        private final Future<Semaphore.Permit> acquire;

        Lock(Future<Semaphore.Permit> acquire) {
            this.acquire = acquire;
        }

        @Override
        public Poll<Guard> poll(Context context) {
            Poll<Semaphore.Permit> permit = acquire.poll(context);
            return permit.isReady() ? Poll.ready(new Guard(permit.get())) : Poll.pending();
        }

        @Override
        public void drop() {
            acquire.drop();
        }
    }

    /** Ready with the lock. */
    public Future<Guard> lock() {
        return new Lock(one.acquire());
    }

    /** The lock if it is free and nobody waits for it. */
    public Optional<Guard> tryLock() {
        return one.tryAcquire().map(Guard::new);
    }

    public boolean isLocked() {
        return one.available() == 0;
    }
}
