package dev.rouse.agent;

import com.sun.management.ThreadMXBean;
import dev.rouse.engine.model.Role;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.source.Event;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows blocked threads by polling. The JVM counts each thread's waits and its CPU time, so two looks tell without a
 * stack whether it is still the same wait, and whether the thread has run at all; a stack is taken once for each wait
 * that lasts.
 */
final class ThreadWatch {
    /** A wait seen for so long gets its stack taken. */
    private static final long LASTING_NS = 700_000_000L;

    /** Frames taken, at most. */
    private static final int DEPTH = 256;

    /** A thread that uses more of a core than one part in so many does more than to tick. */
    private static final int BUSY_PART = 20;

    private static final int RAN_PART = 50;

    /** CPU time between two looks below which a thread has not run: reading the counters costs it nothing. */
    private static final long RAN_NS = 20_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Consumer<Event> events;
    private final Types types;
    private final String program;
    private final Onlookers onlookers;
    private final WakingLines wakingLines;
    private final Workers workers;
    private final Lenders lenders;
    private final Circles circles;
    private final Quiet quiet;
    private final Map<Long, SeenThread> seen = new HashMap<>();
    private final Turnstiles turnstiles = new Turnstiles();
    private final Passers<Long> passers;
    private long nextWait = Long.MAX_VALUE / 2;
    private long lookedAt;
    private long interval;

    ThreadWatch(Consumer<Event> events, Types types, String program) {
        this.events = events;
        this.types = types;
        this.program = program;
        this.onlookers = new Onlookers(types);
        Fields fields = new Fields(types::open);
        this.wakingLines = new WakingLines(types);
        this.workers = new Workers(fields);
        this.lenders = new Lenders(events, types, program);
        this.circles = new Circles(events, types, fields);
        this.quiet = new Quiet(fields);
        this.passers = new Passers<>(new Others(), events);
    }

    /**
     * Looks at every thread of the host, at this time of {@link System#nanoTime}.
     *
     * @param others whether waits are followed that are none of these threads'
     */
    void look(long now, int ourPort, boolean others) {
        Map<Long, Thread> alive = HostThreads.alive();
        long[] ids = alive.keySet().stream().mapToLong(Long::longValue).toArray();
        ThreadInfo[] infos = threads.getThreadInfo(ids);
        long[] cpu = threads.getThreadCpuTime(ids);
        for (int i = 0; i < ids.length; i++) {
            Thread thread = alive.get(ids[i]);
            if (infos[i] != null && thread != null) {
                compare(seen.computeIfAbsent(ids[i], id -> new SeenThread(thread)), infos[i], cpu[i], now);
            }
        }
        interval = now - lookedAt;
        lookedAt = now;
        forget(alive.keySet(), now);
        boolean following = others || seen.values().stream().anyMatch(thread -> thread.wait != 0);
        describe(now, following);
        lenders.look(seen, now);
        circles.look(seen, now, (thread, source, stack) -> beganInitializing(thread, source, stack, now));
        events.accept(new Event.SurroundingsSeen(now, quiet.around(seen.values(), now, ourPort, following)));
        passers.look(stays(), now, interval);
    }

    private List<Passers.Stay> stays() {
        List<Passers.Stay> stays = new ArrayList<>();
        for (SeenThread thread : seen.values()) {
            if (thread.wait != 0 && thread.shape != null && Passers.Stay.mayBe(thread.shape, thread.timed())) {
                stays.add(new Passers.Stay(thread.wait, thread.shape));
            }
        }
        return stays;
    }

    /** All threads but those that wait, or run in native code, where they did so at the last look. */
    private final class Others implements Passers.Crowd<Long> {
        @Override
        public Collection<Long> others() {
            Set<Long> others = new HashSet<>(HostThreads.alive().keySet());
            others.removeIf(id -> {
                SeenThread thread = seen.get(id);
                return thread != null && (thread.shape != null || thread.inNative != null);
            });
            return others;
        }

        @Override
        public Map<Long, Passers.Glance> glance(Collection<Long> some) {
            long[] ids = some.stream().mapToLong(Long::longValue).toArray();
            ThreadInfo[] infos = threads.getThreadInfo(ids, DEPTH);
            Map<Long, Passers.Glance> glances = new HashMap<>();
            for (ThreadInfo info : infos) {
                if (info != null) {
                    List<Object> mark = List.of(info.getThreadState(), info.getWaitedCount(), info.getBlockedCount());
                    List<StackTraceElement> stack = Arrays.asList(info.getStackTrace());
                    glances.put(info.getThreadId(), new Passers.Glance(mark, stack));
                }
            }
            return glances;
        }
    }

    private void compare(SeenThread thread, ThreadInfo info, long cpu, long now) {
        long turns = info.getWaitedCount() + info.getBlockedCount();
        boolean same = thread.state == info.getThreadState() && thread.turns == turns;
        boolean ran = cpu - thread.cpu > RAN_NS;
        if (!same || (ran && !thread.blocked())) {
            ended(thread, now);
            thread.since = now;
        }
        if (!same || ran) {
            thread.ranAt = now;
            thread.inNative = null;
            thread.stack = null;
        }
        thread.burnt = thread.state == Thread.State.NEW ? 0 : cpu - thread.cpu;
        thread.turned = turns - thread.turns;
        thread.busy = (cpu - thread.cpu) * BUSY_PART > now - lookedAt;
        if (thread.busy) {
            thread.ticks = null;
        }
        thread.state = info.getThreadState();
        thread.turns = turns;
        thread.cpu = cpu;
    }

    private void ended(SeenThread thread, long now) {
        if (thread.wait != 0) {
            events.accept(new Event.WaitEnded(now, thread.wait));
            if (thread.shape != null) {
                turnstiles.woken(ThreadIds.of(thread.thread), thread.shape.site());
                if (thread.shape.role() != Role.LOCK) {
                    events.accept(new Event.WakeSampled(now, thread.shape.site(), null, now - thread.since, 1));
                }
            }
        }
        thread.wait = 0;
        thread.shape = null;
    }

    private void forget(Set<Long> alive, long now) {
        for (Map.Entry<Long, SeenThread> entry : seen.entrySet()) {
            if (!alive.contains(entry.getKey())) {
                ended(entry.getValue(), now);
            }
        }
        seen.keySet().retainAll(alive);
    }

    /**
     * Takes the stacks of the waits that last and have none yet: one safepoint for all of them. Once some wait is
     * followed, it matters too which of the threads that run now and then only tick.
     */
    private void describe(long now, boolean following) {
        List<SeenThread> lasting = new ArrayList<>();
        for (SeenThread thread : seen.values()) {
            boolean unknown = thread.blocked() ? thread.shape == null : thread.inNative == null;
            long quiet = thread.blocked() ? now - thread.since : now - thread.ranAt;
            boolean mayTick = following && thread.mayTick();
            if (unknown && (quiet >= LASTING_NS || mayTick)) {
                lasting.add(thread);
            }
        }
        if (lasting.isEmpty()) {
            return;
        }
        long[] ids = lasting.stream().mapToLong(t -> ThreadIds.of(t.thread)).toArray();
        ThreadInfo[] infos = threads.getThreadInfo(ids, DEPTH);
        for (int i = 0; i < infos.length; i++) {
            if (infos[i] != null) {
                describe(lasting.get(i), infos[i], now);
            }
        }
    }

    private void describe(SeenThread thread, ThreadInfo info, long now) {
        List<StackTraceElement> stack = Arrays.asList(info.getStackTrace());
        long turns = info.getWaitedCount() + info.getBlockedCount();
        if (turns != thread.turns || info.getThreadState() != thread.state) {
            return;
        }
        if (!thread.blocked()) {
            thread.inNative = NativeWait.of(stack);
            thread.stack = NativeWait.mayInitialize(stack) ? stack : null;
            if (thread.inNative != NativeWait.RUNNING) {
                thread.ticks = thread.inNative == NativeWait.NETWORK_OR_TIME;
            }
            return;
        }
        WaitShape shape = WaitShape.of(stack, blocker(thread.thread, info), thread.timed(), types, program);
        boolean borrows = lenders.lends(shape);
        shape = borrows ? shape.borrowing() : turnstiles.seen(ThreadIds.of(thread.thread), shape);
        boolean idles =
                shape.role() == Role.TIMER && shape.housekeeping() && workers.isKeptAlive(thread.thread, shape.stack());
        shape = idles ? shape.idle() : shape;
        lookAhead(thread, shape, now);
        boolean harmless = thread.onlooks() || !shape.isOfTheProgram(program);
        thread.ticks = shape.role() == Role.TIMER && shape.housekeeping() && harmless;
        thread.shape = shape;
        if (now - thread.since < LASTING_NS) {
            thread.shape = null;
            return;
        }
        if (shape.role() != Role.IDLE && shape.role() != Role.TIMER) {
            began(thread, shape, now);
        }
    }

    /** Of threads that sleep, or wait for a moment only: whether they will wake anybody afterwards. */
    private void lookAhead(SeenThread thread, WaitShape shape, long now) {
        boolean passing = shape.role() == Role.TIMER || (thread.timed() && now - thread.since < LASTING_NS);
        StackTraceElement at = shape.stack().stream()
                .filter(frame -> !Site.isJdk(frame.getClassName()))
                .findFirst()
                .orElse(null);
        boolean again = !thread.onlooks() && thread.looked < SeenThread.LOOKS;
        thread.looked += passing ? 1 : 0;
        if (passing && again && at != null && !at.equals(thread.lookedFrom)) {
            thread.lookedFrom = at;
            thread.main = WaitShape.isMain(shape.stack());
            thread.outlook = onlookers.of(shape.stack());
        }
    }

    private void beganInitializing(SeenThread thread, String source, List<StackTraceElement> stack, long now) {
        Site site = Site.of(stack);
        began(thread, new WaitShape(Role.LOCK, false, site == null ? new Site("unknown") : site, source, stack), now);
    }

    private void began(SeenThread thread, WaitShape shape, long now) {
        thread.wait = nextWait++;
        events.accept(new Event.WaitBegan(
                now,
                thread.wait,
                thread.since,
                shape.site(),
                thread.thread.getName(),
                ThreadIds.of(thread.thread),
                shape.source(),
                shape.role(),
                thread.timed(),
                shape.stack()));
        List<Site> wakers = shape.role() == Role.LOCK ? List.of() : wakingLines.of(shape.stack());
        if (!wakers.isEmpty()) {
            events.accept(new Event.WakersRead(now, thread.wait, wakers));
        }
    }

    private static @Nullable Object blocker(Thread thread, ThreadInfo info) {
        Object parkedOn = LockSupport.getBlocker(thread);
        LockInfo lock = info.getLockInfo();
        return parkedOn != null || lock == null ? parkedOn : lock.getClassName();
    }

    /**
     * What a thread did between the last two looks.
     *
     * @param share of one core
     * @param turnsPerSecond how often it waited
     */
    record Load(Thread thread, long id, double share, long turnsPerSecond) {}

    /** The threads that took a part of a core that matters, even when many want one. */
    List<Load> loads() {
        List<Load> loads = new ArrayList<>();
        for (Map.Entry<Long, SeenThread> entry : seen.entrySet()) {
            SeenThread thread = entry.getValue();
            if (thread.burnt * RAN_PART > interval) {
                double seconds = interval / 1e9;
                loads.add(new Load(
                        thread.thread, entry.getKey(), thread.burnt / 1e9 / seconds, (long) (thread.turned / seconds)));
            }
        }
        return loads;
    }

    /** Where a thread stands that is known to wait; null when it is not. */
    @Nullable Site siteOf(Thread thread) {
        SeenThread known = seen.get(ThreadIds.of(thread));
        return known == null || known.shape == null ? null : known.shape.site();
    }
}
