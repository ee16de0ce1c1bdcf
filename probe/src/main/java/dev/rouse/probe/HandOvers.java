package dev.rouse.probe;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How late tasks run after they were handed to an executor. A few tasks at a time stand in slots, held weakly; where a
 * task begins to run, one plain read says whether any slot is taken, and only then are they compared by identity.
 *
 * <p>The slot is taken before the task goes to the executor, whose queue orders that before its run: so a run that
 * reads no slot taken is not one of those waited for, or one whose slot has been given up.
 */
public final class HandOvers {
    private static final int SLOTS = 12;

    /** One executor's tasks take so many at most: those of a full queue would keep them all. */
    private static final int FOR_ONE = 3;

    /** Samples between two sweeps, at most. */
    private static final int SAMPLES = 32;

    /** A task that has not run after so long gives its slot up: it may have been rejected or removed. */
    private static final long PATIENCE_NS = 10_000_000_000L;

    private static final Gate GATE = new Gate(SAMPLES);
    private static final AtomicInteger TAKEN = new AtomicInteger();
    private static final AtomicReferenceArray<@Nullable HandOver> WAITING = new AtomicReferenceArray<>(SLOTS);
    private static final AtomicReference<@Nullable HandOver> RUN = new AtomicReference<>();

    private HandOvers() {}

    /** Starts to sample. */
    public static void open() {
        GATE.open();
    }

    /** Samples nothing any more, and forgets what stands in the slots. */
    public static void close() {
        GATE.close();
        for (int i = 0; i < SLOTS; i++) {
            free(i, WAITING.get(i));
        }
        RUN.set(null);
    }

    /** @return for how many tasks the one that is being handed over shall stand; 0 when it is none of the samples */
    public static int pass() {
        return GATE.pass();
    }

    /**
     * Takes a slot for a task that is about to be handed over, unless it has one, or its executor has its share.
     *
     * @param what a {@link FunctionSite}, or the name of a class of the JDK
     */
    public static void add(@Nullable Object executor, Object task, Object what, int stands) {
        int empty = -1;
        int ofThisOne = 0;
        for (int i = 0; i < SLOTS; i++) {
            HandOver taken = WAITING.getAcquire(i);
            if (taken == null) {
                empty = i;
            } else if (taken.isOf(task)) {
                return;
            } else if (executor != null && taken.isFor(executor)) {
                ofThisOne++;
            }
        }
        if (empty >= 0
                && ofThisOne < FOR_ONE
                && WAITING.compareAndSet(empty, null, new HandOver(task, executor, what, stands))) {
            TAKEN.getAndIncrement();
        }
    }

    /** Called where an executor is about to run a task. */
    public static void runs(@Nullable Object executor, Object task) {
        if (TAKEN.getPlain() != 0) {
            find(executor, task);
        }
    }

    private static void find(@Nullable Object executor, Object task) {
        for (int i = 0; i < SLOTS; i++) {
            HandOver waiting = WAITING.getAcquire(i);
            if (waiting == null) {
                continue;
            }
            if (waiting.isOf(task)) {
                waiting.run(executor);
                if (free(i, waiting)) {
                    tell(waiting);
                }
            } else if (executor != null && waiting.isFor(executor)) {
                waiting.pass();
            }
        }
    }

    private static boolean free(int slot, @Nullable HandOver held) {
        boolean freed = held != null && WAITING.compareAndSet(slot, held, null);
        if (freed) {
            TAKEN.getAndDecrement();
        }
        return freed;
    }

    private static void tell(HandOver run) {
        HandOver head;
        do {
            head = RUN.get();
            run.link = head;
        } while (!RUN.compareAndSet(head, run));
    }

    /** Called where an executor refuses a task: it will not run, or not there. */
    public static void refuses(Object task) {
        if (TAKEN.getPlain() == 0) {
            return;
        }
        for (int i = 0; i < SLOTS; i++) {
            HandOver waiting = WAITING.getAcquire(i);
            if (waiting != null && waiting.isOf(task)) {
                free(i, waiting);
            }
        }
    }

    /**
     * Hands over what has run since the last call, and what still waits; frees the slots of those that will not run.
     * Called by each sweep.
     */
    public static void sweep(long now, Consumer<HandOver> run, Consumer<HandOver> waiting) {
        GATE.renew();
        for (HandOver done = RUN.getAndSet(null); done != null; ) {
            HandOver next = done.link;
            done.link = null;
            run.accept(done);
            done = next;
        }
        for (int i = 0; i < SLOTS; i++) {
            HandOver held = WAITING.getAcquire(i);
            if (held == null) {
                continue;
            }
            if (held.isGone() || now - held.since > PATIENCE_NS) {
                free(i, held);
            } else {
                waiting.accept(held);
            }
        }
    }
}
