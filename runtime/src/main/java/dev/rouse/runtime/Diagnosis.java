package dev.rouse.runtime;

import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a core watches of its own tasks while they run. On the paths that every poll takes it is one branch or a
 * counter; the rest happens on a poll in {@value #SAMPLE}, or four times a second. The core's own.
 */
final class Diagnosis {
    /** One wake in so many is timed: reading the clock costs as much as several polls. */
    private static final int SAMPLE = 128;

    private static final long TICK_NS = 250_000_000;

    /** Polls traced between two ticks, at most, at some 5 us each: 0.02 % of a core. */
    private static final int TRACES = 10;

    /** One wait of a child in so many is timed, by the clock as the core has read it anyway. */
    private static final int WAIT_SAMPLE = 64;

    /** So many self-wakes within {@link #SPIN_NS} with nothing moved are a spin: no back-off comes near it. */
    private static final int SPIN = 1_024;

    private static final long SPIN_NS = 1_000_000_000;

    /** So often ready with nothing moved, with nothing moved between. */
    private static final int EMPTY = 1_024;

    private final Core core;
    private final Breaches breaches;
    private final boolean on;
    private final TaskRing ring = new TaskRing();
    private final ReferenceQueue<Task<?>> collected = new ReferenceQueue<>();
    private final Map<Class<?>, FutureType> types = new HashMap<>();
    private final FutureType timers = new FutureType(Sleep.class);
    private final Audits audits;
    private long nextTick;
    private int untilSample = SAMPLE;
    private int untilWait = WAIT_SAMPLE;
    private int traces = TRACES;
    private int timed;
    private int traced;

    /** For how many wakes one that is traced stands; read by wakes from other threads, without order. */
    private int standsFor = SAMPLE;

    private int passedOver;
    private @Nullable Class<?> lastClass;
    private @Nullable FutureType lastType;

    Diagnosis(Core core, Breaches breaches, boolean on) {
        this.core = core;
        this.breaches = breaches;
        this.on = on;
        this.audits = new Audits(core, this);
    }

    TaskRef begin(Task<?> task, long now) {
        Future<?> future = task.future;
        FutureType type =
                type(future == null ? Future.class : Outer.innermost(future).getClass());
        TaskRef ref = new TaskRef(core, task, type, now, collected);
        task.ref = ref;
        task.polledAt = now;
        task.emptySince = now;
        if (on && ref.type.isNew()) {
            task.wokenAt = core.nanoTime();
        }
        ring.add(ref);
        return ref;
    }

    FutureType type(Class<?> future) {
        FutureType last = lastType;
        if (future == lastClass && last != null) {
            return last;
        }
        FutureType type = types.computeIfAbsent(future, FutureType::new);
        lastClass = future;
        lastType = type;
        return type;
    }

    void end(Task<?> task) {
        task.ref.end();
        ring.remove(task.ref);
    }

    boolean hasTasks() {
        return !ring.isEmpty();
    }

    /** All tasks that have not ended; at the core's end, when nobody is told of the lost ones any more. */
    List<Task<?>> pending() {
        List<Task<?>> all = new ArrayList<>();
        ring.visit(Integer.MAX_VALUE, ref -> {
            Task<?> task = ref.get();
            if (task == null) {
                ring.remove(ref);
            } else {
                all.add(task);
            }
        });
        return all;
    }

    void woken(Task<?> task) {
        if (--untilSample <= 0) {
            untilSample = SAMPLE;
            if (on) {
                task.wokenAt = core.nanoTime();
            }
        }
        if (task.tracedAt != null) {
            wakeOf(task);
        }
    }

    /** A wake whose wait was traced: who made it, and how long the wait was. */
    void wakeOf(Task<?> task) {
        WaitSite waited = task.tracedAt;
        task.tracedAt = null;
        if (waited != null && Breaches.asked() && core.current != task) {
            long took = core.nanoTime() - task.tracedSince;
            String waker = WaitSite.here().line().toString();
            breaches.tell(new Breach(
                    Breach.Fact.WOKEN, waited.type(), task.ref.type.name, waited.frames(), took, standsFor, 0, waker));
        }
    }

    /** A poll whose wake was timed; while the budget lasts, it is traced as well. */
    <T extends @Nullable Object> Poll<T> timed(Task<T> task, Future<T> future) {
        long start = core.nanoTime();
        task.ref.type.delayed(start - task.wokenAt);
        task.wokenAt = 0;
        if (task.spinning) {
            return caught(task, future);
        }
        timed++;
        if (traces <= 0 && !task.ref.type.wantsSite()) {
            return future.poll(task);
        }
        traces--;
        traced++;
        Traced traced = Traced.arms(task);
        Poll<T> answer = future.poll(traced);
        WaitSite site = traced.armed();
        if (site != null && answer.isPending()) {
            task.ref.type.sees(site);
            task.tracedSince = start;
            task.tracedAt = site;
        }
        return answer;
    }

    /** A pending poll that armed nothing, or woke its own task. */
    void odd(Task<?> task) {
        if ((task.state & Task.QUEUED) != 0) {
            if ((++task.selfWakes & (SPIN - 1)) == 0) {
                spins(task);
            }
        } else if (on && (task.state & Task.EVER) == 0 && !task.wokenRemotely() && !task.ref.told) {
            task.ref.told = true;
            tell(Breach.Fact.NOTHING_ARMED, innermost(task.future), task, List.of(), 0, 1, 0, "");
        }
    }

    private void spins(Task<?> task) {
        long now = core.nanoTime();
        boolean still = task.moved == task.movedBefore && now - task.spunAt <= SPIN_NS;
        task.spunAt = now;
        task.movedBefore = task.moved;
        if (!still) {
            task.spinsSince = now;
            task.spins = 0;
            task.spinTold = false;
        } else if (on) {
            task.spins += SPIN;
            if (!task.spinTold || now - task.spinsSince >= SPIN_NS) {
                task.spinning = true;
                task.wokenAt = now; // the next poll is looked at
            }
        }
    }

    /** The poll after a spin was noticed: its stack shows who wakes. */
    private <T extends @Nullable Object> Poll<T> caught(Task<T> task, Future<T> future) {
        task.spinning = false;
        Traced traced = Traced.wakes(task);
        Poll<T> answer = future.poll(traced);
        traced.polled();
        WaitSite site = traced.fired();
        if (site != null && answer.isPending()) {
            long took = task.spunAt - task.spinsSince;
            tell(Breach.Fact.SELF_WOKEN, site.type(), task, site.frames(), took, task.spins, 0, "");
            task.spinsSince = task.spunAt;
            task.spins = 0;
            task.spinTold = true;
        }
        return answer;
    }

    /** The budget of a poll is used up. While nothing moves that is told once, and then once a second. */
    void exhausted(Task<?> task) {
        long now = core.coarseNanoTime();
        if (task.moved != task.movedAtExhaustion || task.emptySince == 0) {
            task.movedAtExhaustion = task.moved;
            task.emptyHanded = 0;
            task.emptySince = now;
            task.emptyTold = false;
        } else if (on && task.emptyHanded >= EMPTY && (!task.emptyTold || now - task.emptySince >= SPIN_NS)) {
            WaitSite site = WaitSite.here();
            long took = now - task.emptySince;
            tell(Breach.Fact.EMPTY_HANDED, site.type(), task, site.frames(), took, task.emptyHanded, 0, "");
            task.emptyHanded = 0;
            task.emptySince = now;
            task.emptyTold = true;
        }
    }

    /** A child was pending and never asked for its waker. */
    void unarmed(Future<?> child, Task<?> task) {
        if (on) {
            tell(Breach.Fact.NOTHING_ARMED, innermost(child), task, List.of(), 0, 1, 0, "");
        }
    }

    /** A child was ready on a poll that it had not asked for. */
    void passedOver(Child<?> child, Task<?> task, Iterable<? extends Child<?>> siblings) {
        passedOver++;
        if (on) {
            audits.passedOver(child, task, siblings);
        }
    }

    /** A child was ready as its own waker had said. */
    void wokeItself(FutureType type) {
        if (type.wokeItself()) {
            breaches.fires(type.name);
        }
    }

    /** Whether children that were ready without their waker were not just about to be woken: this one, at this time. */
    boolean wasMasked(FutureType type, long at) {
        return type.wasMasked(at, breaches.doesFire(type.name));
    }

    /** A child of this one was so. */
    void passedOverInside(Child<?> group, Task<?> task, Iterable<? extends Child<?>> siblings) {
        if (on) {
            audits.passedOverInside(group, task, siblings);
        }
    }

    /** Whether the wait of a child that begins now shall be timed. */
    boolean samplesWait() {
        if (--untilWait > 0) {
            return false;
        }
        untilWait = WAIT_SAMPLE;
        return on;
    }

    /** How many children were so: of nested ones the innermost counts, which made the others ready. */
    int passedOver() {
        return passedOver;
    }

    /** A timer fired so long after its moment. */
    void fired(long late) {
        if (on) {
            timers.delayed(late);
        }
    }

    void turn(long now) {
        if (now - nextTick >= 0) {
            nextTick = now + TICK_NS;
            sweep(now);
            if (on) {
                tick(now);
            }
        }
    }

    /**
     * A core that sleeps still looks four times a second while it has tasks, if for their end only, and while it has
     * something to tell of tasks that have ended.
     */
    long atMost(long nanos) {
        boolean looks = audits.hasOpen() || (!ring.isEmpty() && (on || core.isEmptying()));
        if (!looks) {
            return nanos;
        }
        return nanos < 0 ? TICK_NS : Math.min(nanos, TICK_NS);
    }

    private void tick(long now) {
        standsFor = traced == 0 ? SAMPLE : (int) Math.max(SAMPLE, (long) SAMPLE * timed / traced);
        timed = 0;
        traced = 0;
        traces = TRACES;
        audits.tick(now, ring);
        for (FutureType type : types.values()) {
            samples(type);
            late(type);
        }
        late(timers);
    }

    /** For whoever compares: how long the children of this type waited, and how long tasks waited for their turn. */
    private void samples(FutureType type) {
        boolean asked = Breaches.asked();
        List<StackTraceElement> frames = frames(type.site());
        type.takeWaits((nanos, count) -> {
            if (asked) {
                breaches.tell(sample(Breach.Fact.WAITED, type, frames, nanos, count, WAIT_SAMPLE));
            }
        });
        if (asked && type.samples() > 0) {
            type.visitDelays(
                    (nanos, count) -> breaches.tell(sample(Breach.Fact.RAN, type, frames, nanos, count, SAMPLE)));
        }
    }

    private static Breach sample(
            Breach.Fact fact, FutureType type, List<StackTraceElement> frames, long nanos, long count, long stands) {
        return new Breach(fact, type.name, type.name, frames, nanos, count, stands, "");
    }

    private void sweep(long now) {
        List<TaskRef> gone = new ArrayList<>();
        for (Object ref = collected.poll(); ref != null; ref = collected.poll()) {
            TaskRef lost = (TaskRef) ref;
            ring.remove(lost);
            if (on && !lost.told && !lost.idle) {
                gone.add(lost);
            }
        }
        for (TaskRef lost : gone) {
            if (!lost.isVictim()) {
                WaitSite site = lost.where();
                breaches.tell(new Breach(
                        Breach.Fact.COLLECTED,
                        lost.type.atFault(site),
                        lost.type.name,
                        site == null ? List.of() : site.frames(),
                        now - lost.begun,
                        1,
                        0,
                        ""));
            }
        }
    }

    private void late(FutureType type) {
        if (type.samples() > 0) {
            long slow = type.quantile(0.99);
            if (slow >= LATE_NS) {
                breaches.tell(new Breach(
                        Breach.Fact.LATE, type.name, type.name, frames(type.site()), slow, type.samples(), 0, ""));
            }
            type.reset();
        }
    }

    /** Run later than this after its wake: told, for somebody else to judge. */
    private static final long LATE_NS = 10_000_000;

    private static List<StackTraceElement> frames(@Nullable WaitSite site) {
        return site == null ? List.of() : site.frames();
    }

    void tell(
            Breach.Fact fact,
            String future,
            Task<?> task,
            List<StackTraceElement> stack,
            long nanos,
            long count,
            long moved,
            String other) {
        breaches.tell(new Breach(fact, future, task.ref.type.name, stack, nanos, count, moved, other));
    }

    private static String innermost(@Nullable Future<?> future) {
        return future == null
                ? "unknown"
                : WaitSite.readable(
                        Innermost.of(Outer.innermost(future)).getClass().getName());
    }
}
