package dev.rouse.agent;

import com.sun.management.ThreadMXBean;
import dev.rouse.engine.model.Role;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.model.Surroundings;
import dev.rouse.engine.source.Event;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.Arrays;
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
    private final Locks locks = new Locks();
    private final Map<Long, Seen> seen = new HashMap<>();
    private final Set<String> wokenBefore = new HashSet<>();
    private long nextWait = Long.MAX_VALUE / 2;
    private long lookedAt;
    private long interval;

    ThreadWatch(Consumer<Event> events, Types types, String program) {
        this.events = events;
        this.types = types;
        this.program = program;
    }

    /** One thread, as it was at the last look. */
    private static final class Seen {
        final Thread thread;
        Thread.State state = Thread.State.NEW;
        long turns;
        long cpu;
        long since;
        long ranAt;
        long wait;

        @Nullable WaitShape shape;

        @Nullable NativeWait inNative;

        boolean busy;

        /** CPU time and waits since the look before the last. */
        long burnt;

        long turned;

        @Nullable Boolean ticks;

        Seen(Thread thread) {
            this.thread = thread;
        }

        boolean blocked() {
            return state == Thread.State.WAITING
                    || state == Thread.State.TIMED_WAITING
                    || state == Thread.State.BLOCKED;
        }

        boolean timed() {
            return state == Thread.State.TIMED_WAITING;
        }
    }

    /** Looks at every thread of the host, at this time of {@link System#nanoTime}. */
    void look(long now, int ourPort) {
        Map<Long, Thread> alive = hostThreads();
        long[] ids = alive.keySet().stream().mapToLong(Long::longValue).toArray();
        ThreadInfo[] infos = threads.getThreadInfo(ids);
        long[] cpu = threads.getThreadCpuTime(ids);
        for (int i = 0; i < ids.length; i++) {
            Thread thread = alive.get(ids[i]);
            if (infos[i] != null && thread != null) {
                compare(seen.computeIfAbsent(ids[i], id -> new Seen(thread)), infos[i], cpu[i], now);
            }
        }
        interval = now - lookedAt;
        lookedAt = now;
        forget(alive.keySet(), now);
        describe(now);
        tellHolders(now);
        events.accept(new Event.SurroundingsSeen(now, surroundings(now, ourPort)));
    }

    private static Map<Long, Thread> hostThreads() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] all = new Thread[root.activeCount() * 2 + 16];
        int count = root.enumerate(all, true);
        Map<Long, Thread> threads = new HashMap<>(count * 2);
        for (int i = 0; i < count; i++) {
            if (all[i].getThreadGroup() != root) {
                threads.put(ThreadIds.of(all[i]), all[i]);
            }
        }
        return threads;
    }

    private void compare(Seen thread, ThreadInfo info, long cpu, long now) {
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

    private void ended(Seen thread, long now) {
        if (thread.wait != 0) {
            events.accept(new Event.WaitEnded(now, thread.wait));
            if (thread.shape != null) {
                wokenBefore.add(turnstile(thread, thread.shape));
                if (thread.shape.role() != Role.LOCK) {
                    events.accept(new Event.WakeSampled(now, thread.shape.site(), null, now - thread.since, 1));
                }
            }
        }
        thread.wait = 0;
        thread.shape = null;
    }

    private static String turnstile(Seen thread, WaitShape shape) {
        return ThreadIds.of(thread.thread) + " " + shape.site().name();
    }

    private void forget(Set<Long> alive, long now) {
        for (Map.Entry<Long, Seen> entry : seen.entrySet()) {
            if (!alive.contains(entry.getKey())) {
                ended(entry.getValue(), now);
            }
        }
        seen.keySet().retainAll(alive);
        if (wokenBefore.size() > 10_000) {
            wokenBefore.clear();
        }
    }

    /**
     * Takes the stacks of the waits that last and have none yet: one safepoint for all of them. Once some wait is
     * followed, it matters too which of the threads that run now and then only tick.
     */
    private void describe(long now) {
        boolean following = seen.values().stream().anyMatch(thread -> thread.wait != 0);
        List<Seen> lasting = new ArrayList<>();
        for (Seen thread : seen.values()) {
            boolean unknown = thread.blocked() ? thread.shape == null : thread.inNative == null;
            long quiet = thread.blocked() ? now - thread.since : now - thread.ranAt;
            boolean mayTick = following && thread.ticks == null && !thread.busy;
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

    private void describe(Seen thread, ThreadInfo info, long now) {
        List<StackTraceElement> stack = Arrays.asList(info.getStackTrace());
        long turns = info.getWaitedCount() + info.getBlockedCount();
        if (turns != thread.turns || info.getThreadState() != thread.state) {
            return;
        }
        if (!thread.blocked()) {
            thread.inNative = NativeWait.of(stack);
            if (thread.inNative != NativeWait.RUNNING) {
                thread.ticks = thread.inNative == NativeWait.NETWORK_OR_TIME;
            }
            return;
        }
        WaitShape shape = WaitShape.of(stack, blocker(thread.thread, info), thread.timed(), types, program);
        if ((shape.role() == Role.SIGNAL || shape.role() == Role.LOOP)
                && wokenBefore.contains(turnstile(thread, shape))) {
            shape = new WaitShape(Role.IDLE, shape.housekeeping(), shape.site(), shape.source(), shape.stack());
        }
        thread.ticks = shape.role() == Role.TIMER && shape.housekeeping();
        thread.shape = shape;
        if (now - thread.since < LASTING_NS) {
            thread.shape = null;
            return;
        }
        if (shape.role() != Role.IDLE && shape.role() != Role.TIMER) {
            began(thread, shape, now);
        }
    }

    private void began(Seen thread, WaitShape shape, long now) {
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
    }

    private static @Nullable Object blocker(Thread thread, ThreadInfo info) {
        Object parkedOn = LockSupport.getBlocker(thread);
        LockInfo lock = info.getLockInfo();
        return parkedOn != null || lock == null ? parkedOn : lock.getClassName();
    }

    private void tellHolders(long now) {
        Map<Long, Seen> waiting = new HashMap<>();
        for (Map.Entry<Long, Seen> entry : seen.entrySet()) {
            if (entry.getValue().shape != null && entry.getValue().shape.role() == Role.LOCK) {
                waiting.put(entry.getKey(), entry.getValue());
            }
        }
        if (waiting.isEmpty()) {
            return;
        }
        long[] ids = waiting.keySet().stream().mapToLong(Long::longValue).toArray();
        for (ThreadInfo info : threads.getThreadInfo(ids)) {
            Seen thread = info == null ? null : waiting.get(info.getThreadId());
            if (thread != null && info != null) {
                Thread parkedFor = locks.holder(thread.thread);
                long holder = parkedFor == null ? info.getLockOwnerId() : ThreadIds.of(parkedFor);
                boolean ended = parkedFor != null && !parkedFor.isAlive();
                events.accept(new Event.HolderSeen(now, thread.wait, Math.max(0, holder), ended));
            }
        }
    }

    private Surroundings surroundings(long now, int ourPort) {
        long lastRun = Long.MIN_VALUE;
        long oldestTimer = Long.MAX_VALUE;
        int idle = 0;
        int tickers = 0;
        int outside = 0;
        for (Seen thread : seen.values()) {
            if (Boolean.TRUE.equals(thread.ticks)) {
                tickers += now - thread.ranAt < 5_000_000_000L ? 1 : 0;
                oldestTimer = Math.min(oldestTimer, thread.ranAt);
            } else {
                lastRun = Math.max(lastRun, quietSince(thread, now));
            }
            idle += isIdle(thread) ? 1 : 0;
            outside += thread.inNative == NativeWait.OUTSIDE ? 1 : 0;
        }
        long quiet = lastRun == Long.MIN_VALUE ? 0 : now - lastRun;
        boolean matters = quiet >= LASTING_NS && seen.values().stream().anyMatch(thread -> thread.wait != 0);
        Network network = matters ? Network.read(ourPort) : Network.UNKNOWN;
        return new Surroundings(
                quiet,
                idle,
                tickers,
                oldestTimer,
                network.known(),
                network.listeners(),
                network.outside() + outside,
                network.inside(),
                network.unread(),
                ShutdownHooks.present());
    }

    /** A thread whose stack is not known yet, or that sleeps with a task in hand, counts as running. */
    private static long quietSince(Seen thread, long now) {
        boolean known = thread.blocked() ? thread.shape != null : thread.inNative != null;
        boolean sleeps = thread.shape != null && thread.shape.role() == Role.TIMER;
        boolean runs = thread.inNative == NativeWait.RUNNING;
        return known && !sleeps && !runs ? thread.ranAt : now;
    }

    private static boolean isIdle(Seen thread) {
        return (thread.shape != null && thread.shape.role() == Role.IDLE)
                || thread.inNative == NativeWait.NETWORK
                || thread.inNative == NativeWait.NETWORK_OR_TIME;
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
        for (Map.Entry<Long, Seen> entry : seen.entrySet()) {
            Seen thread = entry.getValue();
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
        Seen known = seen.get(ThreadIds.of(thread));
        return known == null || known.shape == null ? null : known.shape.site();
    }
}
