package dev.rouse.probe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.Buffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.Selector;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLEngineResult;
import org.jspecify.annotations.Nullable;

/**
 * The hooks that stand in classes of the JDK, for about a second, while some thread burns a core: they count, for the
 * burning threads alone, the calls that move something and those that come back with nothing. Closed, a hook is one
 * read and a comparison; the classes are restored after that second.
 */
public final class Meters {
    /** A select that was asked to block; empty when it came back at once. */
    public static final int SELECT = 0;
    /** A read or write of a channel or stream; empty when it moved no byte. */
    public static final int TRANSFER = 1;
    /** A wrap or unwrap; empty when it consumed and produced nothing. */
    public static final int TLS = 2;
    /** A conversion between buffers; empty when none of them moved. */
    public static final int CODEC = 3;
    /** A park; empty when it came back at once. */
    public static final int PARK = 4;
    /** An exception of a blocking or I/O call that failed: always empty. */
    public static final int FAILURE = 5;
    /** A task put into a queue by a burning thread: always empty. */
    public static final int SUBMIT = 6;
    /** A task taken from a queue by a burning thread. */
    public static final int TAKE = 7;
    /** An entry into a method that may be the one that never returns: always empty. */
    public static final int ENTRY = 8;
    /** A read or write that can never move a byte: the buffer was full or empty, or the stream at its end. */
    public static final int HOPELESS = 9;
    /** A wake-up that a burning thread gave itself: of its own selector, or of its own next park. */
    public static final int OWN_WAKE = 10;

    static final int KINDS = 11;

    /** Longer than a call that does not block, shorter than any sleep of the kernel's. */
    private static final long AT_ONCE_NS = 40_000;

    private static final int QUEUES = 8;

    private static volatile @Nullable Session session;
    private static volatile @Nullable String failure;

    private Meters() {}

    /** What is metered together: threads that may keep each other busy. */
    private static final class Session {
        final LongSupplier cpu;
        final Burner[] burners;
        final @Nullable Object[] queues = new Object[QUEUES];
        final @Nullable Class<?>[] tasks = new Class<?>[QUEUES];
        final AtomicLong outside = new AtomicLong();
        final AtomicLong wakes = new AtomicLong();
        final AtomicLong served = new AtomicLong();

        Session(LongSupplier cpu, Burner[] burners) {
            this.cpu = cpu;
            this.burners = burners;
        }

        @Nullable Burner own(Thread thread) {
            for (Burner burner : burners) {
                if (burner.thread == thread) {
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

        /**
         * Somebody else has moved bytes of a channel that a burning thread selects on: that one only hands out work.
         */
        void serves(Object channel) {
            for (Burner burner : burners) {
                if (channel instanceof SelectableChannel one
                        && burner.selector instanceof Selector selector
                        && one.keyFor(selector) != null) {
                    served.incrementAndGet();
                }
            }
        }

        boolean knows(Object queue) {
            for (Object known : queues) {
                if (known == queue) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * Meters these threads from now on.
     *
     * @param cpu the CPU time of the thread that asks; asked at each task that is submitted
     */
    public static void open(LongSupplier cpu, Burner... burners) {
        failure = null;
        session = new Session(cpu, burners);
    }

    /** Closes all meters and lets go of the host's objects. */
    public static void close() {
        session = null;
    }

    /** Tasks that others have put into the queues of the burning threads. */
    public static long outside() {
        Session open = session;
        return open == null ? 0 : open.outside.get();
    }

    /** Wake-ups that the burning threads were given by others. */
    public static long wakes() {
        Session open = session;
        return open == null ? 0 : open.wakes.get();
    }

    /** How often others moved bytes of the channels that burning threads select on. */
    public static long served() {
        Session open = session;
        return open == null ? 0 : open.served.get();
    }

    /** How many classes of tasks the burning threads submitted; {@code QUEUES} stands for many. */
    public static int taskTypes() {
        Session open = session;
        int types = 0;
        if (open != null) {
            for (Class<?> task : open.tasks) {
                types += task == null ? 0 : 1;
            }
        }
        return types;
    }

    /** What closed the meters; null when nothing has. */
    public static @Nullable String failure() {
        return failure;
    }

    private static void fail(Throwable error) {
        session = null;
        failure = error.getClass().getName();
    }

    private static @Nullable Burner mine() {
        Session open = session;
        Burner burner = open == null ? null : open.own(Thread.currentThread());
        return burner == null || burner.inHook ? null : burner;
    }

    private static void count(Burner burner, int kind, long units, Class<?> type) {
        burner.inHook = true;
        try {
            burner.meter(kind).count(units, type);
        } catch (Throwable t) {
            fail(t);
        } finally {
            burner.inHook = false;
        }
    }

    /** At the entry of a select, with its timeout: 0 asks for no wait, below that for one without an end. */
    public static void selects(long timeout) {
        Burner burner = mine();
        if (burner != null) {
            burner.asked = timeout;
            burner.askedAt = System.nanoTime();
        }
    }

    /** At the return of a select. */
    public static void selected(Object selector) {
        Burner burner = mine();
        if (burner != null && burner.asked != 0) {
            burner.selector = selector;
            count(burner, SELECT, sinceAsked(burner), selector.getClass());
        }
    }

    /** Nanoseconds, where it has blocked at all. */
    private static long sinceAsked(Burner burner) {
        long took = System.nanoTime() - burner.askedAt;
        return took > AT_ONCE_NS ? took : 0;
    }

    /** At the entry of a park, with its time; {@code Long.MAX_VALUE} when it has no end. */
    public static void parks(long nanos) {
        Burner burner = mine();
        if (burner != null) {
            burner.asked = nanos;
            burner.askedAt = System.nanoTime();
        }
    }

    /** At the return of a park: one that asked for less than a kernel's shortest sleep is nobody's fault. */
    public static void parked() {
        Burner burner = mine();
        if (burner != null) {
            boolean brief = burner.asked > 0 && burner.asked <= 2 * AT_ONCE_NS;
            count(burner, PARK, brief ? 1 : sinceAsked(burner), java.util.concurrent.locks.LockSupport.class);
        }
    }

    /** At an unpark. */
    public static void unparks(@Nullable Thread thread) {
        Session open = session;
        if (open != null && thread != null && open.own(thread) != null) {
            woken(open, thread == Thread.currentThread());
        }
    }

    /** At the wake-up of a selector. */
    public static void wakes(Object selector) {
        Session open = session;
        if (open != null && open.waitsAt(selector)) {
            woken(open, true);
        }
    }

    /** A burning thread that wakes another one is somebody else to it. */
    private static void woken(Session open, boolean own) {
        Burner burner = own ? open.own(Thread.currentThread()) : null;
        if (burner == null) {
            open.wakes.incrementAndGet();
        } else if (!burner.inHook) {
            count(burner, OWN_WAKE, 0, Thread.class);
        }
    }

    /** At the return of a read or write of a buffer. */
    public static void transferred(long units, Object channel, @Nullable Object buffer) {
        Burner burner = moves(units, channel);
        if (burner != null) {
            count(burner, TRANSFER, units, channel.getClass());
            if (units < 0 || (units == 0 && isHopeless(channel, buffer))) {
                count(burner, HOPELESS, 0, channel.getClass());
            }
        }
    }

    private static boolean isHopeless(Object channel, @Nullable Object buffer) {
        return channel instanceof InputStream || (buffer instanceof Buffer full && !full.hasRemaining());
    }

    /** At the return of an accept or a receive. */
    public static void accepted(@Nullable Object from, Object channel) {
        Burner burner = moves(from == null ? 0 : 1, channel);
        if (burner != null) {
            count(burner, TRANSFER, from == null ? 0 : 1, channel.getClass());
        }
    }

    private static @Nullable Burner moves(long units, Object channel) {
        Session open = session;
        if (open == null) {
            return null;
        }
        Burner burner = open.own(Thread.currentThread());
        if (burner == null && units > 0) {
            open.serves(channel);
        }
        return burner == null || burner.inHook ? null : burner;
    }

    /** At the return of a wrap or unwrap. */
    public static void secured(Object result, Object engine) {
        Burner burner = mine();
        if (burner != null && result instanceof SSLEngineResult came) {
            count(burner, TLS, (long) came.bytesConsumed() + came.bytesProduced(), engine.getClass());
        }
    }

    /** At the entry of a conversion. */
    public static void converts(Buffer from, Buffer to) {
        Burner burner = mine();
        if (burner != null) {
            burner.asked = (long) from.position() + to.position();
        }
    }

    /** At the return of a conversion. */
    public static void converted(Buffer from, Buffer to, Object by) {
        Burner burner = mine();
        if (burner != null) {
            count(burner, CODEC, from.position() + to.position() - burner.asked, by.getClass());
        }
    }

    /** Where a compression has got so many bytes, or has given so many. */
    public static void compressed(long units, Object by) {
        Burner burner = mine();
        if (burner != null) {
            count(burner, CODEC, units, by.getClass());
        }
    }

    /** Where an exception is made. */
    public static void failed(Throwable failure) {
        Session open = session;
        if (open == null) {
            return;
        }
        Burner burner = mine();
        if (burner != null && isOfACall(failure)) {
            count(burner, FAILURE, 0, failure.getClass());
        }
    }

    private static boolean isOfACall(Throwable failure) {
        return (failure instanceof IOException && !(failure instanceof java.io.EOFException))
                || failure instanceof InterruptedException;
    }

    /** Where a task is put into a queue. */
    public static void offered(Object queue, @Nullable Object task) {
        Session open = session;
        if (open == null || task == null || !isTask(task)) {
            return;
        }
        Burner burner = open.own(Thread.currentThread());
        if (burner == null) {
            if (open.knows(queue)) {
                open.outside.incrementAndGet();
            }
        } else if (!burner.inHook) {
            submitted(open, burner, queue, task);
        }
    }

    private static void submitted(Session open, Burner burner, Object queue, Object task) {
        burner.inHook = true;
        try {
            remember(open.queues, queue);
            remember(open.tasks, task.getClass());
            burner.submitted(1);
            burner.meter(SUBMIT).cpu(open.cpu.getAsLong());
            burner.meter(SUBMIT).count(0, task.getClass());
        } catch (Throwable t) {
            fail(t);
        } finally {
            burner.inHook = false;
        }
    }

    /** A Runnable, or what ForkJoinPool makes of one: data and the parts of a computation are none. */
    private static boolean isTask(@Nullable Object task) {
        return task instanceof Runnable
                || (task instanceof ForkJoinTask && task.getClass().getName().endsWith("$RunnableExecuteAction"));
    }

    /** Where a task is taken from a queue. */
    public static void taken(@Nullable Object task, Object queue) {
        Burner burner = isTask(task) ? mine() : null;
        if (burner != null) {
            burner.submitted(-1);
            count(burner, TAKE, 1, queue.getClass());
        }
    }

    private static void remember(@Nullable Object[] all, Object one) {
        for (int i = 0; i < all.length; i++) {
            if (all[i] == null) {
                all[i] = one;
            }
            if (all[i] == one) {
                return;
            }
        }
    }

    /** At the entry of a method that may be the one that never returns. */
    public static void entered() {
        Burner burner = mine();
        if (burner != null) {
            count(burner, ENTRY, 0, Object.class);
        }
    }
}
