package dev.rouse.testkit.contract;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.LocalWakerSlot;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.Waker;
import dev.rouse.runtime.WakerSlot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Leaves written right in other ways than {@link Bell}. */
final class RightLeaves {
    private RightLeaves() {}

    /** Asks for its waker, and wakes, with a lock held that may be taken twice by one thread. */
    static final class Locked implements Future<String> {
        private @Nullable Waker waker;
        private @Nullable String value;
        private boolean ended;

        @Override
        public synchronized Poll<String> poll(Context context) {
            if (ended) {
                throw new IllegalStateException("polled after its end");
            }
            if (value == null) {
                waker = context.waker();
                return Poll.pending();
            }
            ended = true;
            return Poll.ready(value);
        }

        /** Wakes before it sets the value; with the lock held, nobody sees that. */
        synchronized void set(String text) {
            Waker woken = waker;
            waker = null;
            if (woken != null) {
                woken.wake();
            }
            value = text;
        }

        @Override
        public synchronized void drop() {
            waker = null;
        }
    }

    /** A queue of lines for one reader; it may be closed, and then the reader fails. */
    static final class Lines implements Future<String> {
        private final WakerSlot slot = new WakerSlot();
        private final Deque<String> lines = new ArrayDeque<>();
        private final ReentrantLock lock = new ReentrantLock();
        private boolean closed;
        private boolean ended;

        @Override
        public Poll<String> poll(Context context) {
            Poll<String> answer = take();
            if (answer.isPending()) {
                slot.arm(context);
                answer = take();
            }
            return answer;
        }

        private Poll<String> take() {
            lock.lock();
            try {
                if (ended) {
                    throw new IllegalStateException("polled after its end");
                }
                String line = lines.poll();
                if (line == null && closed) {
                    throw new IllegalStateException("closed");
                }
                ended = line != null;
                return line == null ? Poll.pending() : Poll.ready(line);
            } finally {
                lock.unlock();
            }
        }

        void add(String line) {
            lock.lock();
            try {
                lines.add(line);
            } finally {
                lock.unlock();
            }
            slot.fire();
        }

        void close() {
            lock.lock();
            try {
                closed = true;
            } finally {
                lock.unlock();
            }
            slot.fire();
        }

        @Override
        public void drop() {
            slot.clear();
        }
    }

    /** Permits that go to whoever takes them first; a waiter that gives up hands its wake on. */
    static final class Permits {
        private final List<Permit> waiting = new ArrayList<>();
        private int free;

        final class Permit implements Future<String> {
            private @Nullable Waker waker;
            private boolean ended;

            @Override
            public Poll<String> poll(Context context) {
                synchronized (Permits.this) {
                    if (ended) {
                        throw new IllegalStateException("polled after its end");
                    }
                    if (free > 0) {
                        free--;
                        ended = true;
                        waiting.remove(this);
                        return Poll.ready("permit");
                    }
                    waker = context.waker();
                    if (!waiting.contains(this)) {
                        waiting.add(this);
                    }
                    return Poll.pending();
                }
            }

            @Override
            public void drop() {
                synchronized (Permits.this) {
                    waiting.remove(this);
                    waker = null;
                }
                wakeFirst();
            }
        }

        void release() {
            synchronized (this) {
                free++;
            }
            wakeFirst();
        }

        private void wakeFirst() {
            Waker first = null;
            synchronized (this) {
                if (free > 0 && !waiting.isEmpty()) {
                    first = waiting.get(0).waker;
                }
            }
            if (first != null) {
                first.wake();
            }
        }
    }

    /** For one core: no second look is needed where events come between polls. */
    static final class LocalBell implements Future<String> {
        private final LocalWakerSlot slot = new LocalWakerSlot();
        private boolean rung;
        private boolean ended;

        @Override
        public Poll<String> poll(Context context) {
            if (ended) {
                throw new IllegalStateException("polled after its end");
            }
            ended = rung;
            if (!rung) {
                slot.arm(context);
            }
            return rung ? Poll.ready("rung") : Poll.pending();
        }

        void ring() {
            slot.fire();
            rung = true; // before its core can poll again
        }

        @Override
        public void drop() {
            slot.clear();
        }
    }

    /** Lets others run first: wakes itself twice, and is then ready. */
    static final class Yields implements Future<String> {
        private int left = 2;

        @Override
        public Poll<String> poll(Context context) {
            if (left < 0) {
                throw new IllegalStateException("polled after its end");
            }
            if (left-- > 0) {
                context.waker().wake();
                return Poll.pending();
            }
            return Poll.ready("yielded");
        }
    }
}
