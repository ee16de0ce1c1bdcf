package dev.rouse.runtime;

import org.jspecify.annotations.Nullable;

/** What a poll sees of its task: its waker, its core, its budget. Valid during that poll alone. */
public abstract class Context {
    Context() {}

    /** A context around a waker, on no core: for tests, and for executors of one's own. */
    public static Context of(Waker waker) {
        return new Bare(waker);
    }

    /** A context on no core that is its own waker, and tells what polls do with it: for checks of futures. */
    public static Context watched(PollWatch watch) {
        return new Watched(watch);
    }

    /** The waker to keep. Asking for it tells the diagnosis that this poll has armed something. */
    public abstract Waker waker();

    /** The waker, for a slot that will say when it lets go. */
    abstract Waker wakerForSlot();

    /**
     * The core that polls.
     *
     * @throws IllegalStateException when no core does: timers and sockets need one
     */
    public abstract Core core();

    /**
     * Reports that something has moved: bytes, messages, items. A leaf that was ready and moved nothing reports 0. A
     * task that wakes itself again and again with nothing moved is reported as spinning.
     *
     * @param amount at least 0
     */
    public abstract void progress(long amount);

    /**
     * Takes one unit of the poll's budget. A leaf asks before it is ready; when the answer is false it returns pending,
     * and the task has been woken already: others get their turn first.
     */
    public abstract boolean spend();

    /** Fires the waker of this poll. */
    abstract void fire();

    /** The task behind; null on no core. */
    abstract @Nullable Task<?> task();

    /** What a slot that clears this waker now keeps instead, to be told of a wake on its way; null for nothing. */
    @Nullable Fate fate() {
        return null;
    }

    /** A slot has kept this waker. Of wakers on no core alone: a task counts by itself. */
    void kept() {}

    private static final class Bare extends Context {
        private final Waker waker;

        Bare(Waker waker) {
            this.waker = waker;
        }

        @Override
        public Waker waker() {
            return waker;
        }

        @Override
        void fire() {
            waker.wake();
        }

        @Override
        public Core core() {
            throw new IllegalStateException("polled on no core: spawn this future on a Runtime");
        }

        @Override
        public void progress(long amount) {}

        @Override
        public boolean spend() {
            return true;
        }

        @Override
        Waker wakerForSlot() {
            return waker;
        }

        @Override
        @Nullable Task<?> task() {
            return null;
        }
    }
}
