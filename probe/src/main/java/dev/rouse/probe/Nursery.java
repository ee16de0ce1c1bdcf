package dev.rouse.probe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where young waits live until a sweep finds them fired, or still waiting.
 *
 * <p>Each carrier thread appends to a chunk of its own: one store, no lock, no clock, no allocation but the chunk. The
 * owner never reads what it stored, since a fired wait's cache line is dirty on another core. A full chunk goes to the
 * sweeper while the budget lasts; from then to the next sweep the hooks of fresh waits do nothing at all, and what they
 * left out is estimated from the rate until then. A chunk that fills all the same is reused, and counted as dropped.
 *
 * <p>Memory order: {@code setRelease} of a slot pairs with {@code getAndSet} in {@link #drain}; {@link Chunk#next} is
 * the owner's alone.
 */
public final class Nursery {
    private static final int SLOTS = 256;

    /** Full chunks between two sweeps, at most: at four sweeps a second some 65,000 registrations a second. */
    private static final int BUDGET = 64;

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);
    private static final ThreadLocal<@Nullable Owner> OWNERS = carrierLocal();
    private static final AtomicReference<@Nullable Chunk> CHUNKS = new AtomicReference<>();
    private static final AtomicReference<@Nullable Full> FULL = new AtomicReference<>();

    private static volatile boolean open;

    /** Open, and the budget is not used up. */
    private static volatile boolean accepting;

    /** When the budget was used up, and when the sweep before that was; on the clock of {@link System#nanoTime}. */
    private static volatile long filledAt;

    private static long sweptAt = System.nanoTime();
    private static final AtomicInteger BACKLOG = new AtomicInteger();
    private static final LongAdder DROPPED = new LongAdder();
    private static volatile @Nullable String failure;

    private Nursery() {}

    /** What keeps a thread's chunk alive; its thread alone refers to it. */
    private static final class Owner {
        final Chunk chunk;

        Owner() {
            chunk = new Chunk(this);
        }
    }

    private static final class Chunk {
        final WeakReference<Owner> owner;
        volatile Object[] slots = new Object[SLOTS];
        int next;

        @Nullable Chunk link;

        Chunk(Owner owner) {
            this.owner = new WeakReference<>(owner);
        }
    }

    private static final class Full {
        final Object[] slots;

        @Nullable Full link;

        Full(Object[] slots) {
            this.slots = slots;
        }
    }

    /** One chunk a carrier where the JDK has virtual threads: one for each of them would never be filled, nor freed. */
    @SuppressWarnings("unchecked")
    private static ThreadLocal<@Nullable Owner> carrierLocal() {
        try {
            Class<?> local = Class.forName("jdk.internal.misc.CarrierThreadLocal");
            return (ThreadLocal<@Nullable Owner>) local.getConstructor().newInstance();
        } catch (ReflectiveOperationException | IllegalAccessError e) {
            return new ThreadLocal<>();
        }
    }

    /** Whether hooks shall work at all. */
    public static boolean isOpen() {
        return open;
    }

    /** Whether a fresh wait shall be registered: the hooks are open, and there is room until the next sweep. */
    public static boolean isAccepting() {
        return accepting;
    }

    /** Opens or closes all hooks; what was left in the nursery is forgotten. */
    public static void open(boolean on) {
        open = on;
        sweep(registration -> {});
        Cell.takeFired(cell -> {});
        Lanes.clear();
        Beside.clear();
        failure = null;
    }

    /** Closes all hooks after an error in one of them: the host must not suffer. */
    public static void fail(Throwable error) {
        open = false;
        accepting = false;
        failure = error.getClass().getName() + ": " + error.getMessage();
    }

    /** What closed the hooks; null when nothing has. */
    public static @Nullable String failure() {
        return failure;
    }

    /**
     * Appends a registration; called on the host's threads.
     *
     * @return its place in the chunk, from 0: what a thread can sample by without sharing a counter
     */
    public static int add(Object registration) {
        Owner owner = OWNERS.get();
        if (owner == null) {
            owner = adopt();
        }
        Chunk chunk = owner.chunk;
        Object[] slots = chunk.slots;
        int i = chunk.next;
        SLOT.setRelease(slots, i, registration);
        if (i + 1 == SLOTS) {
            hand(chunk, slots);
            chunk.next = 0;
        } else {
            chunk.next = i + 1;
        }
        return i;
    }

    private static Owner adopt() {
        Owner owner = new Owner();
        OWNERS.set(owner);
        Chunk head;
        do {
            head = CHUNKS.get();
            owner.chunk.link = head;
        } while (!CHUNKS.compareAndSet(head, owner.chunk));
        return owner;
    }

    private static void hand(Chunk chunk, Object[] slots) {
        if (BACKLOG.get() >= BUDGET) {
            DROPPED.add(SLOTS);
            return;
        }
        Full full = new Full(slots);
        Full head;
        do {
            head = FULL.get();
            full.link = head;
        } while (!FULL.compareAndSet(head, full));
        if (BACKLOG.incrementAndGet() == BUDGET) {
            filledAt = System.nanoTime();
            accepting = false;
        }
        chunk.slots = new Object[SLOTS];
    }

    /**
     * Hands all that has been registered since the last sweep to the sweeper, and frees the chunks of ended threads.
     * One thread sweeps at a time.
     */
    public static void sweep(Consumer<Object> sweeper) {
        Full full = FULL.getAndSet(null);
        boolean wasFull = BACKLOG.getAndSet(0) >= BUDGET;
        long now = System.nanoTime();
        if (wasFull) {
            DROPPED.add(leftOut(now));
        }
        sweptAt = now;
        accepting = open;
        if (!open) {
            accepting = false; // an error has closed the hooks just now
        }
        for (; full != null; full = full.link) {
            drain(full.slots, sweeper);
        }
        Chunk before = null;
        for (Chunk chunk = CHUNKS.get(); chunk != null; chunk = chunk.link) {
            boolean ended = chunk.owner.get() == null;
            drain(chunk.slots, sweeper);
            if (ended && before != null) {
                before.link = chunk.link;
            } else {
                before = chunk;
            }
        }
    }

    /** The rate until the budget was used up, times how long ago that is. */
    private static long leftOut(long now) {
        double filling = Math.max(1, filledAt - sweptAt);
        return (long) (BUDGET * SLOTS * ((now - filledAt) / filling));
    }

    private static void drain(Object[] slots, Consumer<Object> sweeper) {
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] != null) {
                Object registration = SLOT.getAndSet(slots, i, null);
                if (registration != null) {
                    sweeper.accept(registration);
                }
            }
        }
    }

    /** How many registrations were forgotten, or left out by estimate, since the last call. */
    public static long takeDropped() {
        return DROPPED.sumThenReset();
    }
}
