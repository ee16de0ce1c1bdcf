package dev.rouse.probe;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How late timers fire, and which timer's run held their thread meanwhile. For each thread that runs timers the last
 * run is kept, with its two clock readings; so a timer that fires late knows at once what stood before it.
 */
public final class Fires {
    /** Threads told apart, at most; two that share a place forget each other's last run. */
    private static final int TURNS = 64;

    /** Places that a thread may have. */
    private static final int NEIGHBOURS = 8;

    /** Samples between two sweeps, at most. */
    private static final int SAMPLES = 32;

    /** Besides these, so many of those that were held up. */
    private static final int HELD_UP = 16;

    /** A timer that is less late than this has not been held up: half of what is reported. */
    private static final long NOTABLE_NS = 100_000_000L;

    private static final Gate GATE = new Gate(SAMPLES);
    private static final AtomicReferenceArray<@Nullable Turn> LAST = new AtomicReferenceArray<>(TURNS);
    private static final AtomicReference<@Nullable Fire> FIRED = new AtomicReference<>();
    private static volatile boolean open;
    private static int heldUpLeft;

    private Fires() {}

    /** The last run of one thread, written by that thread alone. */
    private static final class Turn {
        final WeakReference<Thread> thread;

        @Nullable Object what;

        long began;
        long ended;

        Turn(Thread thread) {
            this.thread = new WeakReference<>(thread);
        }

        /** Whether this run took most of the time in which the other was late, and was not one of its own kind. */
        boolean heldUp(Object other, long due, long now) {
            long both = Math.min(ended, now) - Math.max(began, due);
            return what != null && !what.equals(other) && both > (now - due) / 5 * 4;
        }
    }

    public static void open() {
        GATE.open();
        open = true;
    }

    public static void close() {
        open = false;
        GATE.close();
        for (int i = 0; i < TURNS; i++) {
            LAST.set(i, null);
        }
        FIRED.set(null);
    }

    public static boolean isOpen() {
        return open;
    }

    /**
     * Called where a timer is about to run.
     *
     * @param timer what fires
     * @param what it runs: a {@link FunctionSite}, or the name of a class
     * @param due its deadline, by {@link System#nanoTime}
     * @param timed whether it was given a time to run at, and not just a turn
     */
    public static void fires(Object timer, Object what, long due, boolean timed) {
        long now = System.nanoTime();
        long late = now - due;
        Turn turn = turn();
        int stands = late < 0 ? 0 : GATE.pass();
        boolean held = timed && late >= NOTABLE_NS && turn.heldUp(what, due, now);
        if (held && stands == 0 && heldUpLeft > 0) {
            heldUpLeft--;
            stands = 1;
        }
        if (stands > 0) {
            tell(new Fire(
                    what, timer.getClass(), late, stands, held ? turn.what : null, held ? turn.ended - turn.began : 0));
        }
        turn.what = what;
        turn.began = now;
        turn.ended = now;
    }

    private static Turn turn() {
        Thread thread = Thread.currentThread();
        int home = System.identityHashCode(thread);
        int free = -1;
        for (int i = home; i < home + NEIGHBOURS; i++) {
            Turn turn = LAST.getAcquire(i & (TURNS - 1));
            if (turn != null && turn.thread.refersTo(thread)) {
                return turn;
            }
            if (free < 0 && (turn == null || turn.thread.refersTo(null))) {
                free = i & (TURNS - 1);
            }
        }
        Turn first = new Turn(thread);
        LAST.setRelease(free < 0 ? home & (TURNS - 1) : free, first);
        return first;
    }

    private static void tell(Fire fire) {
        Fire head;
        do {
            head = FIRED.get();
            fire.link = head;
        } while (!FIRED.compareAndSet(head, fire));
    }

    /** Called where a timer has run, on the same thread. */
    public static void fired() {
        if (open) {
            turn().ended = System.nanoTime();
        }
    }

    /** Hands over what has been sampled since the last call; called by each sweep. */
    public static void sweep(Consumer<Fire> taker) {
        GATE.renew();
        heldUpLeft = HELD_UP;
        for (Fire fire = FIRED.getAndSet(null); fire != null; ) {
            Fire next = fire.link;
            fire.link = null;
            taker.accept(fire);
            fire = next;
        }
    }
}
