package dev.rouse.probe;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How late threads run after they were unparked. A few at a time stand in slots; a thread that returns from park reads
 * plainly whether any is taken. One that was unparked before it came to park has not waited: its slot is given up where
 * it enters. Virtual threads are left out: they run when their scheduler runs them, which is timed as a hand-over.
 */
public final class Unparks {
    private static final int SLOTS = 4;

    /** Samples between two sweeps, at most: each costs the sweeper 50 us, to read its stack. */
    private static final int SAMPLES = 4;

    /** A thread that has not come back for so long was not parked. */
    private static final long PATIENCE_NS = 2_000_000_000L;

    private static final Gate GATE = new Gate(SAMPLES);
    private static final AtomicInteger TAKEN = new AtomicInteger();
    private static final AtomicReferenceArray<@Nullable Unpark> SLOT = new AtomicReferenceArray<>(SLOTS);
    private static final AtomicReference<@Nullable Unpark> RUN = new AtomicReference<>();

    private Unparks() {}

    public static void open() {
        GATE.open();
    }

    public static void close() {
        GATE.close();
        for (int i = 0; i < SLOTS; i++) {
            free(i, SLOT.get(i));
        }
        RUN.set(null);
    }

    /** Called where a thread is unparked, before it is. */
    public static void unparks(@Nullable Thread thread) {
        int stands = GATE.pass();
        if (stands == 0 || thread == null) {
            return;
        }
        try {
            add(thread, stands);
        } catch (Throwable t) {
            TaskHooks.fail(t);
        }
    }

    private static void add(Thread thread, int stands) {
        if (thread.getClass().getName().equals("java.lang.VirtualThread")) {
            return;
        }
        int empty = -1;
        for (int i = 0; i < SLOTS; i++) {
            Unpark taken = SLOT.getAcquire(i);
            if (taken == null) {
                empty = i;
            } else if (taken.isOf(thread)) {
                return;
            }
        }
        if (empty >= 0 && SLOT.compareAndSet(empty, null, new Unpark(thread, stands))) {
            TAKEN.getAndIncrement();
        }
    }

    /** Called where a thread is about to park. */
    public static void parks() {
        if (TAKEN.getPlain() != 0) {
            leave(false);
        }
    }

    /** Called where a thread returns from park. */
    public static void parked() {
        if (TAKEN.getPlain() != 0) {
            leave(true);
        }
    }

    private static void leave(boolean ran) {
        Thread thread = Thread.currentThread();
        for (int i = 0; i < SLOTS; i++) {
            Unpark woken = SLOT.getAcquire(i);
            if (woken != null && woken.isOf(thread) && free(i, woken) && ran) {
                woken.run();
                tell(woken);
            }
        }
    }

    private static boolean free(int slot, @Nullable Unpark held) {
        boolean freed = held != null && SLOT.compareAndSet(slot, held, null);
        if (freed) {
            TAKEN.getAndDecrement();
        }
        return freed;
    }

    private static void tell(Unpark run) {
        Unpark head;
        do {
            head = RUN.get();
            run.link = head;
        } while (!RUN.compareAndSet(head, run));
    }

    /** Hands over who has run since the last call; called by each sweep. */
    public static void sweep(long now, Consumer<Unpark> taker) {
        GATE.renew();
        for (Unpark run = RUN.getAndSet(null); run != null; ) {
            Unpark next = run.link;
            run.link = null;
            taker.accept(run);
            run = next;
        }
        for (int i = 0; i < SLOTS; i++) {
            Unpark held = SLOT.getAcquire(i);
            if (held != null && (held.isGone() || now - held.since > PATIENCE_NS)) {
                free(i, held);
            }
        }
    }
}
