package dev.rouse.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.Buffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
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

    /** A question whether something is there (a queue's poll, available, isDone, tryLock); empty when it is not. */
    public static final int ASKED = 11;
    /** A write, or a read into a buffer that holds a part already, that moved nothing though there was room. */
    public static final int STUCK = 12;
    /** A select that was asked not to wait; empty when nothing was ready. */
    public static final int SELECT_NOW = 13;
    /** An exception that says that time is up: always empty. */
    public static final int REFUSED = 14;

    /** A wait of a native transport that was asked to block; empty when it came back at once. */
    public static final int POLLED = 15;

    /** A task or a thing offered to a queue; empty when the queue did not take it. */
    public static final int OFFERED = 16;

    /** An exception that says that an executor takes nothing: always empty. */
    public static final int REJECTED = 17;

    /** A connection that is asked for; empty where the same few addresses were dialled before. */
    public static final int DIALLED = 18;

    /** An exception that says that nobody answers at an address: always empty. */
    public static final int UNREACHED = 19;

    /** A buffer that is compacted; empty when it is the same one again, full, and nothing of it was used. */
    public static final int COMPACTED = 20;

    /** Something other than a task that was taken from a queue. */
    public static final int GOT = 21;

    static final int KINDS = 22;

    /** Longer than a call that does not block, shorter than any sleep of the kernel's. */
    private static final long AT_ONCE_NS = 40_000;

    private static volatile @Nullable MeterSession session;
    private static volatile @Nullable String failure;

    private Meters() {}

    /**
     * Meters these threads from now on.
     *
     * @param cpu the CPU time of the thread that asks; asked at each task that is submitted
     */
    public static void open(LongSupplier cpu, Burner... burners) {
        failure = null;
        session = new MeterSession(cpu, burners);
    }

    /** Closes all meters and lets go of the host's objects. */
    public static void close() {
        session = null;
    }

    /** Tasks that others have put into the queues of the burning threads. */
    public static long outside() {
        MeterSession open = session;
        return open == null ? 0 : open.outside();
    }

    /** Wake-ups that the burning threads were given by others. */
    public static long wakes() {
        MeterSession open = session;
        return open == null ? 0 : open.wakes.get();
    }

    /** How often others moved bytes of the channels that burning threads select on. */
    public static long served() {
        MeterSession open = session;
        return open == null ? 0 : open.served.get();
    }

    /** How many classes of tasks the burning threads submitted; eight stand for many. */
    public static int taskTypes() {
        MeterSession open = session;
        return open == null ? 0 : open.taskTypes();
    }

    /** By how much the tasks that they submitted and those that they took differed at the most. */
    public static long depth() {
        MeterSession open = session;
        return open == null ? 0 : open.depth();
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
        MeterSession open = session;
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

    /** At the return of a select, with the number of keys that became ready. */
    public static void selected(long keys, Object selector) {
        Burner burner = mine();
        if (burner != null && burner.asked != 0) {
            burner.selector = selector;
            count(burner, SELECT, sinceAsked(burner), selector.getClass());
        } else if (burner != null) {
            count(burner, SELECT_NOW, keys, selector.getClass());
        }
    }

    /** At the return of a wait of a native transport. */
    public static void polled(Object descriptor) {
        Burner burner = mine();
        if (burner != null && burner.asked != 0) {
            count(burner, POLLED, sinceAsked(burner), descriptor.getClass());
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
            burner.entered = true;
        }
    }

    /** At the return of a park: one that asked for less than a kernel's shortest sleep is nobody's fault. */
    public static void parked() {
        Burner burner = mine();
        if (burner != null && burner.entered) {
            boolean brief = burner.asked > 0 && burner.asked <= 2 * AT_ONCE_NS;
            count(burner, PARK, brief ? 1 : sinceAsked(burner), java.util.concurrent.locks.LockSupport.class);
        }
    }

    /** At the entry of a timed wait on a condition: one whose time is over already ends at once. */
    public static void awaits(long nanos, Object condition) {
        Burner burner = nanos <= 0 ? mine() : null;
        if (burner != null) {
            count(burner, PARK, 0, condition.getClass());
        }
    }

    /** At an unpark. */
    public static void unparks(@Nullable Thread thread) {
        MeterSession open = session;
        if (open != null && thread != null && open.own(thread) != null) {
            woken(open, thread == Thread.currentThread());
        }
    }

    /** At the wake-up of a selector. */
    public static void wakes(Object selector) {
        MeterSession open = session;
        if (open != null && open.waitsAt(selector)) {
            woken(open, true);
        }
    }

    /** A burning thread that wakes another one is somebody else to it. */
    private static void woken(MeterSession open, boolean own) {
        Burner burner = own ? open.own(Thread.currentThread()) : null;
        if (burner == null) {
            open.wakes.incrementAndGet();
        } else if (!burner.inHook) {
            count(burner, OWN_WAKE, 0, Thread.class);
        }
    }

    /** At the return of a read. */
    public static void transferred(long units, Object channel, @Nullable Object buffer) {
        Burner burner = moves(units, channel);
        if (burner != null) {
            count(burner, TRANSFER, units, channel.getClass());
            if (units < 0 || (units == 0 && isHopeless(channel, buffer))) {
                count(burner, HOPELESS, 0, channel.getClass());
            } else if (units == 0 && buffer instanceof Buffer begun && begun.position() > 0) {
                count(burner, STUCK, 0, channel.getClass());
            }
        }
    }

    /** At the return of a write. */
    public static void written(long units, Object channel, @Nullable Object buffer) {
        Burner burner = moves(units, channel);
        if (burner != null) {
            count(burner, TRANSFER, units, channel.getClass());
            if (units == 0 && buffer != null) {
                count(burner, isHopeless(channel, buffer) ? HOPELESS : STUCK, 0, channel.getClass());
            }
        }
    }

    /** At the return of a read of one byte or character. */
    public static void readOne(long one, Object stream) {
        transferred(one < 0 ? -1 : 1, stream, null);
    }

    /** At the return of a read of a line. */
    public static void readLine(@Nullable Object line, Object reader) {
        transferred(line == null ? -1 : 1, reader, null);
    }

    /** At the return of a question whose answer is how much is there, or whether it is (1) or is not (0). */
    public static void asked(long there, Object of) {
        Burner burner = mine();
        if (burner != null) {
            count(burner, ASKED, there, of.getClass());
        }
    }

    /** At the return of a question whether nothing is there. */
    public static void askedEmpty(long empty, Object of) {
        asked(empty == 0 ? 1 : 0, of);
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
        MeterSession open = session;
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
            burner.entered = true;
        }
    }

    /** At the return of a conversion. */
    public static void converted(Buffer from, Buffer to, Object by) {
        Burner burner = mine();
        if (burner != null && burner.entered) {
            count(burner, CODEC, from.position() + to.position() - burner.asked, by.getClass());
        }
    }

    /** Where what is left in a buffer is moved to its front, to make room. */
    public static void compacts(Object buffer) {
        Burner burner = mine();
        if (burner != null && buffer instanceof Buffer one) {
            boolean stays = one.position() == 0 && one.remaining() == one.capacity();
            if (burner.compacted != null) {
                count(burner, COMPACTED, stays && burner.compacted == one ? 0 : 1, one.getClass());
            }
            burner.compacted = one;
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
        MeterSession open = session;
        if (open == null) {
            return;
        }
        Burner burner = mine();
        int kind = burner == null ? -1 : kind(failure);
        if (burner != null && kind >= 0) {
            count(burner, kind, 0, failure.getClass());
        }
    }

    /** What a failure counts as; below 0 where it tells nothing: most are what comes of what was read. */
    private static int kind(Throwable failure) {
        if (failure instanceof RejectedExecutionException) {
            return REJECTED;
        }
        if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
            return UNREACHED;
        }
        boolean isOfACall = failure.getClass() == IOException.class
                || failure.getClass() == SocketException.class
                || failure instanceof InterruptedIOException
                || failure instanceof ClosedChannelException
                || failure instanceof InterruptedException
                || failure instanceof ClosedSelectorException
                || failure instanceof CancelledKeyException;
        return isOfACall ? FAILURE : failure instanceof TimeoutException ? REFUSED : -1;
    }

    /** Where a connection is asked for. */
    public static void dials(@Nullable Object address) {
        MeterSession open = session;
        Burner burner = open == null ? null : mine();
        if (open != null && burner != null && address instanceof InetSocketAddress target) {
            count(burner, DIALLED, open.isNew(target) ? 1 : 0, InetSocketAddress.class);
        }
    }

    /** At the return of an offer: whether the queue has taken it (1) or not (0). */
    public static void put(long taken, Object queue) {
        Burner burner = mine();
        if (burner != null) {
            count(burner, OFFERED, taken, queue.getClass());
        }
    }

    /** Where a task is put into a queue. */
    public static void offered(Object queue, @Nullable Object task) {
        MeterSession open = session;
        if (open == null || task == null || !isTask(task)) {
            return;
        }
        Thread thread = Thread.currentThread();
        Burner burner = open.own(thread);
        if (burner != null) {
            if (!burner.inHook) {
                submitted(open, burner, queue, task);
            }
        } else if (open.isPeer(thread)) {
            open.submitted(open.knows(queue) || thread instanceof ForkJoinWorkerThread ? 1 : 0);
        } else if (open.knows(queue)) {
            open.bring(thread);
            open.submitted(1);
        }
    }

    private static void submitted(MeterSession open, Burner burner, Object queue, Object task) {
        burner.inHook = true;
        try {
            open.remembers(queue, task.getClass());
            open.submitted(1);
            burner.meter(SUBMIT).cpu(open.cpu.getAsLong());
            burner.meter(SUBMIT).count(0, task.getClass());
        } catch (Throwable t) {
            fail(t);
        } finally {
            burner.inHook = false;
        }
    }

    /** Where a task is handed to what is no queue of the JDK's: only one that comes again and again is known to run. */
    public static void dispatched(Object executor, @Nullable Object task) {
        MeterSession open = session;
        Burner burner = open == null || task == null ? null : mine();
        if (open != null && burner != null && task != null && burner.again(task)) {
            submitted(open, burner, executor, task);
            open.submitted(-1);
            count(burner, TAKE, 1, executor.getClass());
        }
    }

    /** A Runnable, or what ForkJoinPool makes of one: data and the parts of a computation are none. */
    private static boolean isTask(@Nullable Object task) {
        return task instanceof Runnable
                || (task instanceof ForkJoinTask && task.getClass().getName().endsWith("$RunnableExecuteAction"));
    }

    /** Where a task is taken from a queue, or nothing is. */
    public static void taken(@Nullable Object task, Object queue) {
        MeterSession open = session;
        if (open == null) {
            return;
        }
        Thread thread = Thread.currentThread();
        Burner burner = open.own(thread);
        if (burner == null) {
            if (isTask(task) && open.knows(queue)) {
                open.takes(thread);
                open.submitted(-1);
            }
        } else if (!burner.inHook) {
            if (isTask(task)) {
                open.submitted(-1);
                count(burner, TAKE, 1, queue.getClass());
            } else {
                count(burner, ASKED, task == null ? 0 : 1, queue.getClass());
                count(burner, GOT, task == null ? 0 : 1, queue.getClass());
            }
        }
    }

    /** Where somebody looks at the head of a queue. */
    public static void peeked(@Nullable Object head, Object queue) {
        asked(head == null ? 0 : 1, queue);
    }

    /** Where a pool runs a task of its own. */
    public static void ran(@Nullable Object task) {
        MeterSession open = session;
        if (open == null || !isTask(task)) {
            return;
        }
        Thread thread = Thread.currentThread();
        Burner burner = open.own(thread);
        if (burner != null && !burner.inHook) {
            open.submitted(-1);
            count(burner, TAKE, 1, ForkJoinTask.class);
        } else if (burner == null && open.isPeer(thread)) {
            open.submitted(-1);
        }
    }

    /** Where a lock is let go of. */
    public static void releases() {
        TimedWaits.releases();
    }

    /** At the entry of a method that may be the one that never returns. */
    public static void entered() {
        Burner burner = mine();
        if (burner != null) {
            count(burner, ENTRY, 0, Object.class);
        }
    }
}
