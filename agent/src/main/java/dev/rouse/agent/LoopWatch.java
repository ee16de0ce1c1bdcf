package dev.rouse.agent;

import com.sun.management.ThreadMXBean;
import dev.rouse.engine.source.Event;
import dev.rouse.probe.Lane;
import dev.rouse.probe.Lanes;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for event loops whose thread does not come back to where the loop waits. A loop that takes on one message or
 * task after another is busy, not held; one that is held gets its stack taken while it is. Only time in which it was
 * truly held counts: that it computed or waited, not that the machine, the collector or we ourselves stood still.
 */
final class LoopWatch {
    /** The list of connections in {@code /proc} is read no more often than that: it may take one part of our time. */
    private static final int LIST_PART = 200;

    /** So much longer than its pause a sweep may take to come; what is over stood still with us. */
    private static final long LATE_NS = 50_000_000L;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final List<GarbageCollectorMXBean> collectors = stopping();
    private final Consumer<Event> events;
    private final long stallNs;
    private final StallTold told;
    private final Map<Lane, Turning> known = new HashMap<>();
    private Unread unread = Unread.NOTHING;
    private long listedAt;
    private long nextList = System.nanoTime();
    private long sweptAt = System.nanoTime();
    private long collectedMs;

    LoopWatch(Consumer<Event> events, long stallMs, StallTold told) {
        this.events = events;
        this.stallNs = stallMs * 1_000_000;
        this.told = told;
    }

    /** The collectors whose time is that of pauses. */
    private static List<GarbageCollectorMXBean> stopping() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(bean ->
                        !bean.getName().contains("Cycles") && !bean.getName().contains("Concurrent"))
                .toList();
    }

    /** One lane, as it was at the last look. */
    static final class Turning {
        final Lane lane;
        long turns = -1;
        long steps = -1;
        long movedAt;
        long cpu;
        long heldNs;
        boolean excused;

        @Nullable LoopShape shape;

        Event.@Nullable BreachSeen last;

        List<StackTraceElement> stack = List.of();
        Thread.State state = Thread.State.RUNNABLE;

        Turning(Lane lane) {
            this.lane = lane;
        }

        /** Whether its thread has moved on since the last look, or waits for something to do. */
        boolean moved() {
            boolean moved = lane.isInside() || turns != lane.turns() || steps != lane.steps();
            turns = lane.turns();
            steps = lane.steps();
            return moved;
        }
    }

    /** @param pauseMs how long the agent meant to pause since the last sweep */
    void sweep(long now, long pauseMs) {
        long passed = Math.min(now - sweptAt, pauseMs * 1_000_000 + LATE_NS);
        long counted = Math.max(0, passed - collected() * 1_000_000);
        sweptAt = now;
        Set<Lane> alive = new HashSet<>();
        List<Turning> held = new ArrayList<>();
        IdentityHashMap<Object, Turning> turned = new IdentityHashMap<>();
        Lanes.look(lane -> {
            alive.add(lane);
            look(known.computeIfAbsent(lane, Turning::new), now, held, turned);
        });
        known.keySet().retainAll(alive);
        for (Turning loop : held) {
            Object at = loop.lane.loop();
            loop.excused |= at == null || turned.containsKey(at) || isSecond(loop, at, held);
            if (at != null && !loop.excused) {
                hold(loop, at, counted, now);
            }
        }
    }

    private long collected() {
        long sum = 0;
        for (GarbageCollectorMXBean collector : collectors) {
            sum += Math.max(0, collector.getCollectionTime());
        }
        long since = sum - collectedMs;
        collectedMs = sum;
        return since;
    }

    private void look(Turning loop, long now, List<Turning> held, IdentityHashMap<Object, Turning> turned) {
        Thread thread = loop.lane.get();
        Object at = loop.lane.loop();
        if (thread == null || at == null) {
            return;
        }
        if (loop.moved()) {
            ended(loop, now);
            loop.movedAt = now;
            loop.excused = false;
            loop.cpu = loop.lane.isInside() ? 0 : threads.getThreadCpuTime(ThreadIds.of(thread));
            turned.put(at, loop);
        } else {
            held.add(loop);
        }
    }

    /** Of two threads that have turned one loop, the first has handed it over, and may do as it likes. */
    private static boolean isSecond(Turning loop, Object at, List<Turning> held) {
        return held.stream()
                .anyMatch(other ->
                        other != loop && other.lane.loop() == at && !other.excused && other.movedAt >= loop.movedAt);
    }

    private void ended(Turning loop, long now) {
        Event.BreachSeen last = loop.last;
        if (last != null && loop.heldNs > last.nanos()) {
            events.accept(StallTold.lasting(last, now, loop.heldNs));
        }
        loop.heldNs = 0;
        loop.last = null;
        loop.stack = List.of();
    }

    private void hold(Turning loop, Object at, long counted, long now) {
        Thread thread = loop.lane.get();
        long id = thread == null ? 0 : ThreadIds.of(thread);
        ThreadInfo info = thread == null ? null : threads.getThreadInfo(new long[] {id}, false, false)[0];
        if (thread == null || info == null) {
            return;
        }
        List<StackTraceElement> stack = List.of(info.getStackTrace());
        long cpu = threads.getThreadCpuTime(id);
        long ran = Math.max(0, cpu - loop.cpu);
        loop.cpu = cpu;
        if (LoopShape.isFirstCall(stack) || !isHandler(loop, stack, info.getThreadState())) {
            return;
        }
        loop.heldNs += heldFor(info.getThreadState(), stack, counted, ran);
        if (loop.heldNs >= stallNs && (loop.last == null || loop.heldNs >= 2 * loop.last.nanos())) {
            tell(loop, at, thread, info, now);
        }
    }

    /** A thread that neither waits nor gets a quarter of a core is kept from it by others: that is not its doing. */
    private static long heldFor(Thread.State state, List<StackTraceElement> stack, long counted, long ran) {
        boolean waits = state != Thread.State.RUNNABLE;
        boolean inNative = !stack.isEmpty() && stack.get(0).isNativeMethod();
        return waits || inNative || ran * 4 >= counted ? counted : ran;
    }

    private static boolean isHandler(Turning loop, List<StackTraceElement> stack, Thread.State state) {
        Throwable first = loop.lane.takeFirst();
        if (first != null) {
            loop.shape = new LoopShape(List.of(first.getStackTrace()));
        }
        boolean rests = state == Thread.State.TIMED_WAITING;
        return loop.shape != null && loop.shape.calls(stack) && !(rests && loop.shape.isItself(stack));
    }

    private void tell(Turning loop, Object at, Thread thread, ThreadInfo info, long now) {
        if (now - nextList >= 0) {
            long start = System.nanoTime();
            unread = Unread.read();
            nextList = now + (System.nanoTime() - start) * LIST_PART;
            listedAt = now;
        }
        if (loop.stack.isEmpty()) {
            loop.stack = List.of(info.getStackTrace());
            loop.state = info.getThreadState();
        }
        Unread fresh = now == listedAt ? unread : Unread.NOTHING;
        Event.BreachSeen seen = told.of(loop, at, thread, info, fresh, now);
        if (seen != null) {
            loop.last = seen;
            events.accept(seen);
        }
    }
}
