package dev.rouse.probe;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The cells of waits that have no list of dependents to carry one: they stand beside, in a hash table by identity that
 * holds the waits weakly. Only sampled and old waits have one.
 *
 * <p>Whoever ends a wait changes its state first and reads {@link #any} then; whoever puts a cell here sets {@code any}
 * first and reads the state then. Both are volatile, so at least one of them sees the other.
 *
 * <p>Anybody pushes at the head of a bucket; the sweeper's thread alone removes, and alone writes {@link Entry#next} of
 * an entry that others can see.
 */
public final class Beside {
    private static final int BUCKETS = 4_096;

    /** Cells at once, at most: the waits followed, and some samples. */
    private static final int MAX = 25_000;

    private static final AtomicReferenceArray<@Nullable Entry> TABLE = new AtomicReferenceArray<>(BUCKETS);
    private static final AtomicInteger SIZE = new AtomicInteger();
    private static volatile boolean any;

    private Beside() {}

    private static final class Entry extends WeakReference<Object> {
        final Cell cell;
        volatile @Nullable Entry next;

        Entry(Object wait, Cell cell) {
            super(wait);
            this.cell = cell;
        }

        boolean isOver() {
            return cell.fired() || refersTo(null);
        }
    }

    /**
     * Lets a cell stand beside a wait. The caller looks afterwards whether the wait is over already.
     *
     * @return whether there was room
     */
    public static boolean put(Object wait, Cell cell) {
        if (SIZE.get() >= MAX) {
            return false;
        }
        SIZE.incrementAndGet();
        Entry entry = new Entry(wait, cell);
        int bucket = bucket(wait);
        Entry head;
        do {
            head = TABLE.get(bucket);
            entry.next = head;
        } while (!TABLE.compareAndSet(bucket, head, entry));
        any = true;
        return true;
    }

    /** A cell of this wait; null when it has none. */
    public static @Nullable Cell of(Object wait) {
        for (Entry entry = TABLE.get(bucket(wait)); entry != null; entry = entry.next) {
            if (entry.refersTo(wait)) {
                return entry.cell;
            }
        }
        return null;
    }

    /** Called where a wait has ended, on the thread that ended it. */
    public static void ended(Object wait) {
        if (any) {
            for (Entry entry = TABLE.get(bucket(wait)); entry != null; entry = entry.next) {
                if (entry.refersTo(wait)) {
                    entry.cell.fire();
                }
            }
        }
    }

    private static int bucket(Object wait) {
        int hash = System.identityHashCode(wait);
        return (hash ^ hash >>> 12) & BUCKETS - 1;
    }

    /**
     * Drops the cells that have fired and those whose wait is gone; called by each sweep. While {@link #any} is off for
     * a moment, a sample that a host's thread puts here may miss its end; the sweeper's own cells cannot.
     */
    static void prune() {
        if (!any) {
            return;
        }
        for (int i = 0; i < BUCKETS; i++) {
            if (TABLE.get(i) != null) {
                prune(i);
            }
        }
        if (SIZE.get() == 0) {
            any = false;
            any = SIZE.get() > 0;
        }
    }

    private static void prune(int bucket) {
        for (Entry head = TABLE.get(bucket); head != null && head.isOver(); head = TABLE.get(bucket)) {
            if (TABLE.compareAndSet(bucket, head, head.next)) {
                SIZE.decrementAndGet();
            }
        }
        Entry before = TABLE.get(bucket);
        for (Entry entry = before == null ? null : before.next; entry != null; entry = entry.next) {
            if (entry.isOver()) {
                before.next = entry.next;
                SIZE.decrementAndGet();
            } else {
                before = entry;
            }
        }
    }

    static void clear() {
        any = false;
        for (int i = 0; i < BUCKETS; i++) {
            for (Entry entry = TABLE.getAndSet(i, null); entry != null; entry = entry.next) {
                SIZE.decrementAndGet();
            }
        }
    }

    /** How many cells there are. */
    static int size() {
        return SIZE.get();
    }
}
