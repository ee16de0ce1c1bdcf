package dev.rouse.probe;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What is metered together: threads that may keep each other busy, and what is common to them. */
final class MeterSession {
    /** How many queues, and how many classes of tasks, are told apart. */
    static final int QUEUES = 8;

    /** Addresses that are told apart: of one service there are a few, who dials more goes through a list. */
    private static final int TARGETS = 4;

    /** Threads that serve the same queues, though too little of their time to be burning ones themselves. */
    private static final int PEERS = 64;

    final LongSupplier cpu;
    final @Nullable Class<?>[] tasks = new Class<?>[QUEUES];
    final AtomicLong wakes = new AtomicLong();
    final AtomicLong served = new AtomicLong();
    private final Burner[] burners;
    private final @Nullable Object[] queues = new Object[QUEUES];
    private final @Nullable Object[] peers = new Object[PEERS];

    /** Threads that have put tasks into the queues and have taken none so far, and how many. */
    private final @Nullable Object[] strangers = new Object[PEERS];

    private final AtomicLongArray brought = new AtomicLongArray(PEERS);
    private final AtomicLong outside = new AtomicLong();
    private final AtomicLongArray targets = new AtomicLongArray(TARGETS);
    private final AtomicLong inFlight = new AtomicLong();
    private final AtomicLong least = new AtomicLong();
    private final AtomicLong most = new AtomicLong();

    MeterSession(LongSupplier cpu, Burner[] burners) {
        this.cpu = cpu;
        this.burners = burners;
    }

    @Nullable Burner own(Thread thread) {
        for (Burner burner : burners) {
            if (burner.is(thread)) {
                return burner;
            }
        }
        return null;
    }

    boolean waitsAt(Object selector) {
        for (Burner burner : burners) {
            if (burner.selector == selector) {
                return true;
            }
        }
        return false;
    }

    /** Somebody else has moved bytes of a channel that a burning thread selects on: that one only hands out work. */
    void serves(Object channel) {
        for (Burner burner : burners) {
            if (channel instanceof SelectableChannel one
                    && burner.selector instanceof Selector selector
                    && one.keyFor(selector) != null) {
                served.incrementAndGet();
            }
        }
    }

    /** Tasks put into the queues, or taken; the bounds are those of all threads together, who take each other's. */
    void submitted(int tasks) {
        long now = inFlight.addAndGet(tasks);
        if (now > most.get()) {
            most.set(now);
        }
        if (now < least.get()) {
            least.set(now);
        }
    }

    long depth() {
        return most.get() - least.get();
    }

    boolean knows(Object queue) {
        return contains(queues, queue);
    }

    void remembers(Object queue, Class<?> task) {
        remember(queues, queue);
        remember(tasks, task);
    }

    int taskTypes() {
        int types = 0;
        for (Class<?> task : tasks) {
            types += task == null ? 0 : 1;
        }
        return types;
    }

    /** A thread that takes from a known queue is one of those who serve it. */
    void takes(Thread thread) {
        remember(peers, thread);
    }

    /** Tasks that one brought who is not known to serve the queues: it may turn out to be one of those who do. */
    void bring(Thread thread) {
        int place = remember(strangers, thread);
        if (place < 0) {
            outside.incrementAndGet();
        } else {
            brought.incrementAndGet(place);
        }
    }

    /** Tasks that others have brought, who took none. */
    long outside() {
        long all = outside.get();
        for (int i = 0; i < PEERS; i++) {
            Object stranger = strangers[i];
            all += stranger instanceof Thread thread && !isPeer(thread) ? brought.get(i) : 0;
        }
        return all;
    }

    /** Whether the thread is of the pool that the burning ones are of, as far as it has shown. */
    boolean isPeer(Thread thread) {
        if (contains(peers, thread)) {
            return true;
        }
        for (Burner burner : burners) {
            if (burner.thread() instanceof ForkJoinWorkerThread one
                    && thread instanceof ForkJoinWorkerThread other
                    && one.getPool() == other.getPool()) {
                return true;
            }
        }
        return false;
    }

    /** Whether the address is none of the few that were dialled before. */
    boolean isNew(InetSocketAddress target) {
        InetAddress host = target.getAddress();
        long key = 1 + target.getPort() + ((long) (host == null ? 0 : Arrays.hashCode(host.getAddress())) << 17);
        for (int i = 0; i < TARGETS; i++) {
            if (targets.get(i) == key) {
                return false;
            }
            if (targets.get(i) == 0 && targets.compareAndSet(i, 0, key)) {
                return true;
            }
        }
        return true;
    }

    private static boolean contains(@Nullable Object[] all, Object one) {
        for (Object known : all) {
            if (known == one) {
                return true;
            }
        }
        return false;
    }

    /** The place that it has, below 0 when there is no room left. */
    private static int remember(@Nullable Object[] all, Object one) {
        for (int i = 0; i < all.length; i++) {
            if (all[i] == null) {
                all[i] = one;
            }
            if (all[i] == one) {
                return i;
            }
        }
        return -1;
    }
}
