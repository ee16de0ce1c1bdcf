package dev.rouse.testkit.contract;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.PollWatch;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The owner of one future: it polls, brings the wakers, and keeps account of what they did. Polled by one thread at a
 * time; woken by any.
 */
final class Waiter {
    /** How far its future has come. */
    enum State {
        NEW,
        PENDING,
        READY,
        FAILED,
        DROPPED;

        boolean isLive() {
            return this == NEW || this == PENDING;
        }
    }

    /** What a step does inside a poll. */
    record Inside(@Nullable Runnable asked, @Nullable Runnable kept, boolean spent) {
        static final Inside NOTHING = new Inside(null, null, false);
    }

    private final String name;
    private final AtomicInteger letters;
    private final Consumer<Waiter> onWake;
    private final List<WeakReference<Context>> wakers = new ArrayList<>();

    /** Names of the wakers that have fired in this step. */
    private final List<String> fired;

    private volatile @Nullable Future<?> future;
    private volatile @Nullable Handle newest;
    private volatile State state = State.NEW;
    private volatile @Nullable Thread polling;
    private volatile Inside inside = Inside.NOTHING;

    /** Since the start of the last poll. */
    private volatile boolean woken;

    private volatile boolean staleWoken;
    private volatile boolean selfWoken;
    private volatile boolean moved;
    private volatile boolean asked;
    private volatile boolean spent;

    private volatile boolean everAsked;
    private volatile boolean repeated;
    private final AtomicInteger wakesAfterDrop = new AtomicInteger();
    private int polls;
    private volatile String answer = "";

    Waiter(String name, Future<?> future, AtomicInteger letters, List<String> fired, Consumer<Waiter> onWake) {
        this.name = name;
        this.future = future;
        this.letters = letters;
        this.fired = fired;
        this.onWake = onWake;
    }

    /** One waker, with its context. */
    private final class Handle implements PollWatch {
        private final String letter = String.valueOf((char) ('A' + letters.getAndIncrement() % 26));
        private final Context context = Context.watched(this);
        private final AtomicInteger fires = new AtomicInteger();

        @Override
        public void woken() {
            fired.add(letter);
            if (state == State.DROPPED) {
                wakesAfterDrop.incrementAndGet();
            } else if (newest != this) {
                staleWoken = true;
            } else {
                fires.incrementAndGet();
                woken = true;
                if (Thread.currentThread() == polling) {
                    selfWoken = true;
                } else {
                    onWake.accept(Waiter.this);
                }
            }
        }

        @Override
        public void asked() {
            asked = true;
            everAsked = true;
            Runnable event = inside.asked();
            if (event != null) {
                inside = Inside.NOTHING;
                event.run();
            }
        }

        @Override
        public void kept() {
            Runnable event = inside.kept();
            if (event != null) {
                inside = Inside.NOTHING;
                event.run();
            }
        }

        @Override
        public void progressed(long amount) {
            if (amount > 0) {
                moved = true;
            }
        }

        @Override
        public boolean spend() {
            if (!inside.spent()) {
                return true;
            }
            spent = true;
            woken = true;
            return false;
        }
    }

    void poll(boolean fresh, Inside during) {
        Future<?> polled = future;
        if (polled == null) {
            return;
        }
        Handle handle = begin(fresh, during);
        boolean wasReady = state == State.READY;
        try {
            Poll<?> given = polled.poll(handle.context);
            answer = given.isPending() ? "pending" : ready(given);
            repeated = wasReady && given.isReady();
            if (!wasReady) {
                state = given.isPending() ? State.PENDING : State.READY;
            }
        } catch (RuntimeException thrown) {
            answer = "throws " + thrown;
            state = State.FAILED;
        } finally {
            polling = null;
            inside = Inside.NOTHING;
        }
    }

    private static String ready(Poll<?> given) {
        return given.get() == null ? "ready" : "ready with " + given.get();
    }

    private Handle begin(boolean fresh, Inside during) {
        Handle handle = newest;
        if (handle == null || fresh) {
            handle = new Handle();
            wakers.add(new WeakReference<>(handle.context));
            newest = handle;
        }
        polls++;
        woken = false;
        staleWoken = false;
        selfWoken = false;
        moved = false;
        asked = false;
        spent = false;
        inside = during;
        polling = Thread.currentThread();
        return handle;
    }

    void drop() {
        Future<?> dropped = future;
        future = null;
        newest = null;
        state = State.DROPPED;
        if (dropped != null) {
            dropped.drop();
        }
    }

    /** The wakers it brought, for the collector to show whether anybody keeps them. */
    List<WeakReference<Context>> wakers() {
        return wakers;
    }

    String name() {
        return name;
    }

    State state() {
        return state;
    }

    /** What its last poll answered, for people. */
    String answer() {
        return answer;
    }

    boolean owesPoll() {
        return state == State.PENDING && woken;
    }

    boolean isWoken() {
        return woken;
    }

    boolean isStaleWoken() {
        return staleWoken;
    }

    /** Whether the last poll woke itself, and got nowhere. */
    boolean spins() {
        return selfWoken && !moved && state == State.PENDING;
    }

    boolean armedNothing() {
        return state == State.PENDING && !everAsked && !woken;
    }

    boolean hasAsked() {
        return asked;
    }

    boolean overspent() {
        return spent && state == State.READY;
    }

    boolean hasSpent() {
        return spent;
    }

    boolean isRepeated() {
        return repeated;
    }

    boolean isPolling() {
        return polling != null;
    }

    int wakesAfterDrop() {
        return wakesAfterDrop.get();
    }

    int polls() {
        return polls;
    }

    String waker() {
        Handle handle = newest;
        return handle == null ? "?" : handle.letter;
    }

    /** How often the newest waker has fired. */
    int fires() {
        Handle handle = newest;
        return handle == null ? 0 : handle.fires.get();
    }
}
