package dev.rouse.probe;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state of one promise, carried in the promise's own list of dependents: whoever completes the promise fires it.
 * Its fields are written before {@link #fired} is set and read after.
 */
public final class Cell implements Runnable {
    private static final AtomicReference<@Nullable Cell> FIRED = new AtomicReference<>();

    /**
     * Blocking waits sampled between two sweeps, at most: a thread about to park pays 3 us more, 200 times a second.
     */
    private static final int CREDITS = 50;

    /** A wait this long may be followed by now, so that somebody asks who ended it. */
    private static final long LONG_NS = 200_000_000;

    private static int credits = CREDITS;
    private static int sweeps;

    /** When the wait began that this cell was made for, by {@link System#nanoTime}. */
    public final long since;

    /** Where that wait is: a {@link FunctionSite}, or a Throwable made where the thread waits; null when unknown. */
    public final @Nullable Object site;

    /** For how many waits of that site this one stands as a sample; 0 for a cell that only watches. */
    public final int stands;

    /** Whether it is a sample of how long such waits take, and not of who ends them. */
    public final boolean timesOnly;

    private long firedAt;
    private @Nullable Throwable firedBy;
    private volatile boolean fired;
    private @Nullable Cell link;

    private Cell(long since, @Nullable Object site, int stands, boolean timesOnly) {
        this.since = since;
        this.site = site;
        this.stands = stands;
        this.timesOnly = timesOnly;
    }

    /** A cell that only tells whether its promise is complete. */
    public static Cell watching() {
        return new Cell(0, null, 0, false);
    }

    /** A cell that also tells {@link #takeFired} who completed the promise, and when. */
    public static Cell sampling(@Nullable Object site, int stands) {
        return new Cell(System.nanoTime(), site, stands, false);
    }

    /** A cell that also tells {@link #takeFired} when its promise was completed. */
    static Cell timing(FunctionSite site, int stands) {
        return new Cell(System.nanoTime(), site, stands, true);
    }

    /** Whether one more blocking wait may be sampled before the next sweep; racy, so a soft limit. */
    public static boolean takeCredit() {
        return credits > 0 && credits-- > 0;
    }

    /** How often fired samples have been taken; read without order, so late by a little. */
    static int sweeps() {
        return sweeps;
    }

    /** Fires: for riders that know only the JDK's types. */
    @Override
    public void run() {
        fire();
    }

    /** Called on the thread that completes the promise. */
    public void fire() {
        if (fired) {
            return;
        }
        firedAt = System.nanoTime();
        boolean open = Nursery.isOpen();
        firedBy = open && (!timesOnly || firedAt - since >= LONG_NS) ? new Throwable() : null;
        fired = true;
        if (stands > 0 && open) {
            Cell head;
            do {
                head = FIRED.get();
                link = head;
            } while (!FIRED.compareAndSet(head, this));
        }
    }

    /** The promise was found complete already: there is nobody to be learnt. */
    public void settle() {
        fired = true;
    }

    public boolean fired() {
        return fired;
    }

    /** When the promise was completed, by {@link System#nanoTime}; 0 when that is unknown. */
    public long firedAt() {
        return firedAt;
    }

    /** The stack that completed the promise; null when that is unknown. */
    public @Nullable Throwable firedBy() {
        return firedBy;
    }

    /** Hands over all samples fired since the last call, and renews the credits; called by each sweep. */
    public static void takeFired(Consumer<Cell> taker) {
        credits = CREDITS;
        sweeps++;
        Beside.prune();
        for (Cell cell = FIRED.getAndSet(null); cell != null; ) {
            Cell next = cell.link;
            cell.link = null;
            taker.accept(cell);
            cell = next;
        }
    }
}
