package dev.rouse.engine.source;

import dev.rouse.engine.model.Fact;
import dev.rouse.engine.model.Role;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.model.StackKind;
import dev.rouse.engine.model.Surroundings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a source tells the ledger. Times are nanoseconds of the source's own monotonic clock; a wait's id is unique
 * within its source.
 */
public sealed interface Event {
    /** When it happened. */
    long at();

    /**
     * A wait has lasted long enough to be followed one by one; shorter ones reach the ledger only as samples.
     *
     * @param since when the wait began, at the earliest that can be told
     * @param task name of what waits; null for a callback that no thread stands behind
     * @param taskId identity of the task, 0 when none
     * @param source type waited on
     * @param timed whether the wait gives up by itself
     * @param stack innermost frame first
     */
    record WaitBegan(
            long at,
            long waitId,
            long since,
            Site site,
            @Nullable String task,
            long taskId,
            String source,
            Role role,
            boolean timed,
            List<StackTraceElement> stack)
            implements Event {
        public WaitBegan {
            stack = List.copyOf(stack);
        }
    }

    /** The wait's own waker has fired, or a timeout, an interrupt or a cancellation has ended it. */
    record WaitEnded(long at, long waitId) implements Event {}

    /**
     * A wait of this site has gone on.
     *
     * @param waker the line that woke it; null when its stack shows only machinery
     * @param tookNs how long the wait lasted
     * @param stands for how many wakes, itself included, this sample stands
     */
    record WakeSampled(long at, Site waitSite, @Nullable Site waker, long tookNs, int stands) implements Event {}

    /**
     * A wait of this site has gone on, of which nothing but the time is known. Those that are sampled so stand for the
     * same wakes as those of {@link WakeSampled}.
     *
     * @param tookNs how long the wait lasted
     * @param stands for how many wakes, itself included, this sample stands
     */
    record WakeTimed(long at, Site waitSite, long tookNs, int stands) implements Event {}

    /**
     * What was woken has run: a task handed to an executor, an unparked thread, a timer whose time had come.
     *
     * @param site of the task's own code, where that can be told, or of the wait that ended
     * @param lateNs from the wake, or the deadline, until it ran
     * @param stands for how many runs, itself included, this sample stands
     */
    record RunSampled(long at, Site site, long lateNs, int stands) implements Event {}

    /**
     * One stack, as flame graphs fold them.
     *
     * @param weight samples where a core was burnt, microseconds where something waited
     * @param stack innermost frame first; of {@link StackKind#OFF_WAKE} as
     *     {@link dev.rouse.engine.model.FoldedStacks#joined} joins the waiter's and the waker's
     */
    record StackSampled(long at, StackKind kind, long weight, List<StackTraceElement> stack) implements Event {
        public StackSampled {
            stack = List.copyOf(stack);
        }
    }

    /**
     * The collector has taken the source while it was incomplete: nobody holds its waker any more.
     *
     * @param made where the source was made; null when unknown
     * @param blocked whether a thread is blocked behind this wait
     * @param kept whether somebody surely still holds what the wait would have set going
     * @param timeout whether a timeout stands by to end it in another way
     */
    record SourceCollected(long at, long waitId, @Nullable Site made, boolean blocked, boolean kept, boolean timeout)
            implements Event {}

    /** The connections that a wait keeps waiting, as {@code ip:port} of the remote side. */
    record SocketsSeen(long at, long waitId, List<String> sockets) implements Event {
        public SocketsSeen {
            sockets = List.copyOf(sockets);
        }
    }

    /**
     * Who holds the lock that this wait needs.
     *
     * @param holderTaskId 0 when nobody does
     * @param ended whether that task has ended and can release nothing any more
     */
    record HolderSeen(long at, long waitId, long holderTaskId, boolean ended) implements Event {}

    /** Who probably holds the lock that this wait needs: the last that was seen to get it. 0 when nobody was. */
    record HolderInferred(long at, long waitId, long holderTaskId) implements Event {}

    /** The lines that can wake this wait, as the code shows them. */
    record WakersRead(long at, long waitId, List<Site> lines) implements Event {
        public WakersRead {
            lines = List.copyOf(lines);
        }
    }

    /**
     * This wait is for something that is given back, and this is who could.
     *
     * @param call that borrows
     * @param inside tasks that stand where something is borrowed, and do not wait for it, or may else bring one
     * @param holding tasks that wait for one, and stand where they have borrowed another
     * @param leaks lines that borrow and do not give back on every way
     * @param gives lines that give back
     */
    record LendingSeen(long at, long waitId, String call, int inside, int holding, List<Site> leaks, List<Site> gives)
            implements Event {
        public LendingSeen {
            leaks = List.copyOf(leaks);
            gives = List.copyOf(gives);
        }
    }

    /**
     * What this wait needs is the result of a task that stands in the queue of a pool all of whose threads wait so.
     *
     * @param nextTaskId the next of these threads, in some order; the same when the pool has only one
     * @param workers threads of the pool
     * @param queued tasks in its queue
     */
    record PoolStarved(long at, long waitId, long nextTaskId, int workers, long queued) implements Event {}

    /**
     * How many wakers of the task that waits are held, whoever holds them.
     *
     * @param made how many were ever made
     */
    record WakersCounted(long at, long waitId, long made, long held) implements Event {}

    /** How things stand around the waits. */
    record SurroundingsSeen(long at, Surroundings surroundings) implements Event {}

    /**
     * A source has seen by itself what goes against the contract; {@code count}, {@code nanos} and {@code moved} are
     * those of one occurrence or of one interval.
     *
     * @param source type at fault: the innermost future, the selector, the executor
     * @param task type or name of the task in which it happened; null when unknown
     * @param stack of the place, innermost frame first; empty when unknown
     * @param nanos how long: the wait, the delay, the stall or the interval
     * @param count how often, or how many stood behind
     * @param moved bytes or items that moved meanwhile
     * @param other who else took part: the sibling that woke it; null when unknown
     */
    record BreachSeen(
            long at,
            Fact fact,
            String source,
            @Nullable String task,
            List<StackTraceElement> stack,
            long nanos,
            long count,
            long moved,
            @Nullable String other)
            implements Event {
        public BreachSeen {
            stack = List.copyOf(stack);
        }
    }

    /** So many observations were dropped: what is counted from here on is an estimate. */
    record DataLost(long at, long count) implements Event {}
}
