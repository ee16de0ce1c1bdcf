package dev.rouse.runtime.sync;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Poll;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/**
 * A fixed number of permits, given out first come, first served: one who wants many is not overtaken by those who want
 * few. May be used from any thread.
 */
public final class Semaphore {
    private final Permits permits;
    private final int total;

    /** @param total how many permits there are, at least 1 */
    public Semaphore(int total) {
        if (total < 1) {
            throw new IllegalArgumentException("Semaphore(" + total + "): at least 1 permit is needed");
        }
        this.total = total;
        permits = new Permits(total);
    }

    /** Permits that are held until they are closed, by any thread. */
    public static final class Permit implements AutoCloseable {
        private static final VarHandle CLOSED;

        static {
            try {
                CLOSED = MethodHandles.lookup().findVarHandle(Permit.class, "closed", boolean.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private final Permits permits;
        private final int many;

        @SuppressWarnings("UnusedVariable") // by CLOSED
        private volatile boolean closed;

        Permit(Permits permits, int many) {
            this.permits = permits;
            this.many = many;
        }

        /** Gives them back; a second call does nothing. */
        @Override
        public void close() {
            if (CLOSED.compareAndSet(this, false, true)) {
                permits.give(many);
            }
        }
    }

    private static final class Acquire implements Future<Permit> {
        private final Permits permits;
        private final int many;
        private final Permits.Waiter waiter;

        Acquire(Permits permits, int many) {
            this.permits = permits;
            this.many = many;
            this.waiter = permits.new Waiter(many);
        }

        @Override
        public Poll<Permit> poll(Context context) {
            return waiter.served(context) ? Poll.ready(new Permit(permits, many)) : Poll.pending();
        }

        @Override
        public void drop() {
            waiter.drop();
        }
    }

    /** Ready with one permit, which its owner closes. */
    public Future<Permit> acquire() {
        return acquire(1);
    }

    /**
     * Ready with so many permits at once.
     *
     * @throws IllegalArgumentException when there will never be so many
     */
    public Future<Permit> acquire(int many) {
        return new Acquire(permits, checked(many));
    }

    /** One permit if it is free and nobody waits for it. */
    public Optional<Permit> tryAcquire() {
        return tryAcquire(1);
    }

    /** So many permits if they are free and nobody waits. */
    public Optional<Permit> tryAcquire(int many) {
        return permits.tryTake(checked(many)) ? Optional.of(new Permit(permits, many)) : Optional.empty();
    }

    private int checked(int many) {
        if (many < 1 || many > total) {
            throw new IllegalArgumentException("acquire(" + many + "): between 1 and " + total + " can be acquired");
        }
        return many;
    }

    /** How many are free just now. */
    public int available() {
        return permits.free();
    }
}
