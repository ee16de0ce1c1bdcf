package dev.rouse.tokio;

import dev.rouse.tokio.wire.AsyncOps;
import dev.rouse.tokio.wire.Common;
import dev.rouse.tokio.wire.Resources.PollOp;
import dev.rouse.tokio.wire.Resources.Resource;
import dev.rouse.tokio.wire.Resources.ResourceUpdate;
import dev.rouse.tokio.wire.Resources.Stats;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What tasks wait for, as far as Tokio tells: timers, semaphores and what is built of them, oneshot channels, barriers.
 * Sockets, mpsc channels, Notify and join handles are not among them. Bounded: what is over is not known.
 */
final class Resources {
    /** Some 100 bytes each. */
    private static final int MOST = 300_000;

    private static final int MANY = 10;

    /** A deadline is rounded up to a millisecond, and a duration is told rounded down. */
    private static final long ROUNDED_NS = 2_000_000L;

    /** A timer that stands beside other waits is polled in vain when those are over; one that stands alone, once. */
    private static final int BESIDE_OTHERS = 2;

    private static final String MUTEX = "Mutex";

    /** Of timers and semaphores Tokio tells first whether the task's turn lasts, and then what the poll has given. */
    private static final Set<String> TOLD_TWICE = Set.of("poll_elapsed", "poll_acquire");

    private final Metadata metadata;
    private final Map<Long, Thing> things = new HashMap<>();
    private final Map<Long, Operation> operations = new HashMap<>();
    private final Map<Long, Operation> lastPolledBy = new HashMap<>();

    /** One resource. */
    private static final class Thing {
        final String type;
        final long parent;
        long created;
        /** Of a timer: how long it is to run, in nanoseconds; negative when not told. */
        long duration = -1;
        /** The task that was seen to get it last, and when; 0 when none was. */
        long gotBy;

        long gotAt;
        /** Of a lock: that it is free. */
        boolean free;
        /** Of a channel for one answer: that it is on its way, that it has come, that nobody wants it any more. */
        boolean sent;

        boolean received;
        /** When it was first seen to be on its way. */
        long sentBy;
        /** How often it was polled and was ready, and was not. */
        long ready;

        long pending;

        Thing(String type, long parent) {
            this.type = type;
            this.parent = parent;
        }
    }

    /** One await of a resource. */
    static final class Operation {
        final long resource;
        final String source;
        private long created;
        private long task;
        private long polled;
        private boolean ready;
        /** Whether its task was last told that it has leave to poll it, and the poll itself is still to be told. */
        private boolean mayPoll;
        /** How often it was polled, by the counters; how often it was seen to be pending, which is told later. */
        private long polls;

        private long pending;
        /** The task that polled it last; null when it was never polled. */
        @Nullable Task by;

        /** For how long it has been told of as unreceived; 0 when it has not. */
        long toldNs;

        Operation(long resource, String source) {
            this.resource = resource;
            this.source = source;
        }
    }

    Resources(Metadata metadata) {
        this.metadata = metadata;
    }

    /** @param tasks to which the readiness of their operations is told */
    void take(ResourceUpdate update, AsyncOps.AsyncOpUpdate awaits, Map<Long, Task> tasks) {
        for (Resource resource : update.getNewResourcesList()) {
            if (things.size() < MOST) {
                things.put(
                        resource.getId().getId(),
                        new Thing(
                                resource.getConcreteType(),
                                resource.getParentResourceId().getId()));
            }
        }
        for (AsyncOps.AsyncOp one : awaits.getNewAsyncOpsList()) {
            if (operations.size() < MOST) {
                operations.put(
                        one.getId().getId(), new Operation(one.getResourceId().getId(), one.getSource()));
            }
        }
        update.getNewPollOpsList().forEach(poll -> polled(poll, tasks));
        awaits.getStatsUpdateMap().forEach((id, stats) -> progress(id, stats, tasks));
        update.getStatsUpdateMap().forEach(this::change);
    }

    /**
     * The age of the youngest thing that is new; 0 when there are too few to say that a queue is behind it.
     *
     * @param tasks how many tasks are new
     * @param youngestTask when the last of them was spawned
     */
    long lagNs(ResourceUpdate update, long tasks, long youngestTask, long now) {
        if (update.getNewResourcesCount() + tasks < MANY) {
            return 0;
        }
        long youngest = youngestTask;
        for (Resource resource : update.getNewResourcesList()) {
            Stats stats = update.getStatsUpdateMap().get(resource.getId().getId());
            youngest = stats == null ? youngest : Math.max(youngest, Times.nanos(stats.getCreatedAt()));
        }
        return youngest == 0 ? 0 : Math.max(0, now - youngest);
    }

    private void polled(PollOp poll, Map<Long, Task> tasks) {
        Operation operation = operations.get(poll.getAsyncOpId().getId());
        if (TOLD_TWICE.contains(poll.getName()) && isLeaveToPoll(operation, poll)) {
            return;
        }
        Task task = tasks.get(poll.getTaskId().getId());
        if (task != null && poll.getIsReady()) {
            task.readyOps++;
        } else if (task != null) {
            task.pendingOps++;
        }
        count(poll, operation);
        if (poll.getIsReady()) {
            got(poll.getResourceId().getId(), poll.getTaskId().getId(), Long.MAX_VALUE);
        }
    }

    /** Which of the two it is: the first is ready as a rule, and pending when the task has used its turn up. */
    private static boolean isLeaveToPoll(@Nullable Operation operation, PollOp poll) {
        if (operation == null) {
            return poll.getIsReady();
        }
        operation.mayPoll = !operation.mayPoll && poll.getIsReady();
        return operation.mayPoll;
    }

    private void count(PollOp poll, @Nullable Operation operation) {
        Thing thing = things.get(poll.getResourceId().getId());
        if (thing != null && poll.getIsReady()) {
            thing.ready++;
        } else if (thing != null) {
            thing.pending++;
        }
        if (operation != null) {
            operation.ready = poll.getIsReady();
            boolean own = operation.resource == poll.getResourceId().getId();
            operation.pending += own && !poll.getIsReady() ? 1 : 0;
        }
    }

    private void got(long resource, long task, long at) {
        Thing thing = things.get(resource);
        if (thing != null && at >= thing.gotAt) {
            thing.gotBy = task;
            thing.gotAt = at;
        }
    }

    private void progress(long id, AsyncOps.Stats stats, Map<Long, Task> tasks) {
        Operation operation = operations.get(id);
        if (operation == null) {
            return;
        }
        operation.created = Times.nanos(stats.getCreatedAt());
        operation.polled = Times.nanos(stats.getPollStats().getLastPollStarted());
        operation.polls = stats.getPollStats().getPolls();
        operation.task = stats.getTaskId().getId();
        Task task = tasks.get(operation.task);
        if (task != null && operation.polled != 0) {
            operation.by = task;
        }
        if (stats.hasDroppedAt()) {
            // Of what was before the watch only this is told: an await that is over has probably got what it asked for.
            got(operation.resource, operation.task, Times.nanos(stats.getDroppedAt()));
            operations.remove(id);
            lastPolledBy.remove(operation.task, operation);
        } else if (operation.task != 0) {
            lastPolledBy.merge(operation.task, operation, (a, b) -> a.polled > b.polled ? a : b);
        }
    }

    private void change(long id, Stats stats) {
        Thing thing = things.get(id);
        if (thing == null) {
            return;
        }
        if (stats.hasDroppedAt()) {
            things.remove(id);
            return;
        }
        thing.created = Times.nanos(stats.getCreatedAt());
        for (Common.Attribute attribute : stats.getAttributesList()) {
            Common.Field field = attribute.getField();
            String name = metadata.name(field);
            if ("locked".equals(name) && field.hasBoolVal()) {
                thing.free = !field.getBoolVal();
            }
            if (field.getBoolVal()) {
                thing.sent |= "value_sent".equals(name);
                thing.received |= "value_received".equals(name) || "rx_dropped".equals(name);
            }
            if ("duration".equals(name) && field.hasU64Val()) {
                thing.duration = field.getU64Val() * ("ms".equals(attribute.getUnit()) ? 1_000_000 : 1);
            }
        }
    }

    /** What an idle task polled in its last poll and found pending; null when nothing is told of it. */
    @Nullable Operation awaitedBy(Task task) {
        Operation operation = lastPolledBy.get(task.id());
        return operation == null || operation.ready || operation.polled < task.pollStarted() ? null : operation;
    }

    /** The type that is waited on, in Tokio's words. */
    String typeOf(Operation operation) {
        Thing thing = things.get(operation.resource);
        Thing outer = thing == null ? null : things.get(thing.parent);
        String type = outer != null ? outer.type : thing != null ? thing.type : operation.source;
        return "tokio " + type;
    }

    /**
     * When a timer is due that was polled while it was pending; 0 when it is none, or does not tell. A short one may be
     * due, by what is told of it, at the very moment when it was polled: then that poll must be known to be pending.
     *
     * @param polled when the task polled it, which must have been before
     */
    long dueAt(Operation operation, long polled) {
        Thing thing = things.get(operation.resource);
        if (thing == null || !thing.type.equals("Sleep") || thing.duration < 0) {
            return 0;
        }
        long due = Math.max(operation.created, thing.created) + thing.duration;
        boolean wasPending = operation.polls > 0 && operation.pending >= operation.polls;
        return polled < due || (wasPending && polled < due + ROUNDED_NS) ? due : 0;
    }

    /** Whether a timer is one of several things that its task waits for: something else has had it polled meanwhile. */
    boolean standsBesideOthers(Operation operation) {
        Thing thing = things.get(operation.resource);
        return isTimer(operation) && thing != null && thing.pending >= BESIDE_OTHERS * Math.max(1, thing.ready);
    }

    boolean isTimer(Operation operation) {
        Thing thing = things.get(operation.resource);
        return thing != null && (thing.type.equals("Sleep") || thing.type.equals("Interval"));
    }

    /** Whether there are timers of which nothing tells who waits for them. */
    boolean hasTimersOfNobody() {
        Set<Long> timers = new HashSet<>();
        things.forEach((id, thing) -> {
            if (thing.type.equals("Sleep")) {
                timers.add(id);
            }
        });
        if (!timers.isEmpty()) {
            operations.values().forEach(operation -> timers.remove(operation.resource));
        }
        return !timers.isEmpty();
    }

    /**
     * The awaits whose answer was sent, by this time, before so long, and that nobody has polled since; a task that has
     * polled one last and is about to run is given its turn.
     */
    void unreceived(long now, long atLeast, Map<Long, Task> tasks, Unreceived told) {
        for (Operation operation : operations.values()) {
            Thing thing = things.get(operation.resource);
            if (thing == null || !thing.sent || thing.received || operation.ready || operation.polled == 0) {
                continue;
            }
            thing.sentBy = thing.sentBy == 0 ? now : thing.sentBy;
            Task task = tasks.get(operation.task);
            long since = now - thing.sentBy;
            Task by = operation.by;
            SpawnSite site = by == null ? null : by.site();
            if (by != null && site != null && since >= atLeast && (task == null || task.isIdle())) {
                told.of(operation, by, site, since, task == null);
            }
        }
    }

    /** Is told of answers that nobody has fetched. */
    interface Unreceived {
        void of(Operation operation, Task by, SpawnSite site, long since, boolean pollerHasEnded);
    }

    /** Whether it is a lock or a count of permits, which somebody has to give back. */
    boolean isLock(Operation operation) {
        Thing thing = things.get(operation.resource);
        return thing != null && (thing.type.equals("Semaphore") || thing.type.equals(MUTEX));
    }

    /** The task that probably holds the mutex that is waited for: the last that got it; 0 when none is known. */
    long holder(Operation operation) {
        Thing thing = things.get(operation.resource);
        Thing outer = thing == null ? null : things.get(thing.parent);
        Thing mutex = outer != null && outer.type.equals(MUTEX) ? outer : thing;
        return thing == null || mutex == null || !mutex.type.equals(MUTEX) || mutex.free ? 0 : thing.gotBy;
    }

    /** Events were dropped: who got what is not known any more. */
    void forgetHolders() {
        things.values().forEach(thing -> thing.gotBy = 0);
    }
}
