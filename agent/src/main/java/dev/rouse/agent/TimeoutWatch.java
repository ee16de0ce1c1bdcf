package dev.rouse.agent;

import dev.rouse.engine.model.Fact;
import dev.rouse.engine.model.Role;
import dev.rouse.engine.source.Event;
import dev.rouse.probe.TimedWait;
import dev.rouse.probe.TimedWaits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells how timed waits on conditions end: those that time out, at times find their condition false and at times true,
 * and those that are signalled. A thread at the top of its own loop is left out: it does its round whenever its time
 * has come, and waits for nobody.
 */
final class TimeoutWatch {
    /** Sites kept, at most; forgotten all together, since only few programs have as many. */
    private static final int MAX = 1_000;

    /** Found false so often, it is a condition that is waited for, and not a round that is done each time. */
    private static final int FALSE_AT_LEAST = 3;

    /** With fewer than one true in so many, a thread that was held up elsewhere may have seemed to go on. */
    private static final int MOSTLY_FALSE = 20;

    private final Consumer<Event> events;
    private final Types types;
    private final String program;
    private final Map<String, Tally> tallies = new HashMap<>();

    TimeoutWatch(Consumer<Event> events, Types types, String program) {
        this.events = events;
        this.types = types;
        this.program = program;
    }

    /** All that was seen of one site, and what of it has been told. */
    private static final class Tally {
        long again;
        long wentOn;
        long ends;
        long told;

        void add(TimedWait wait) {
            again += wait.again();
            wentOn += wait.wentOn();
            ends += wait.timeouts();
        }
    }

    void sweep(long now) {
        TimedWaits.sweep(now, wait -> take(wait, now));
    }

    private void take(TimedWait wait, long now) {
        List<StackTraceElement> stack = List.of(wait.stack()).stream()
                .dropWhile(frame -> isOurs(frame.getClassName()))
                .toList();
        Class<?> type = wait.type();
        String condition = "java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject";
        WaitShape shape = WaitShape.of(stack, type == null ? condition : type.getName(), true, types, program);
        if (shape.role() != Role.SIGNAL) {
            return;
        }
        if (tallies.size() >= MAX) {
            tallies.clear();
        }
        tell(now, wait, shape, tallies.computeIfAbsent(shape.site().name(), site -> new Tally()));
    }

    private void tell(long now, TimedWait wait, WaitShape shape, Tally tally) {
        tally.add(wait);
        if (wait.signals() > 0) {
            events.accept(seen(now, Fact.SIGNALLED, shape, 0, wait.signals(), wait.timeouts()));
        }
        long fresh = tally.wentOn - tally.told;
        if (fresh > 0 && tally.again >= FALSE_AT_LEAST && tally.wentOn * MOSTLY_FALSE >= tally.ends) {
            tally.told = tally.wentOn;
            events.accept(seen(now, Fact.TIMED_OUT, shape, wait.longest(), fresh, tally.again));
        }
    }

    private static Event.BreachSeen seen(long now, Fact fact, WaitShape shape, long nanos, long count, long moved) {
        return new Event.BreachSeen(now, fact, shape.source(), null, shape.stack(), nanos, count, moved, null);
    }

    private static boolean isOurs(String className) {
        return className.startsWith("dev.rouse.probe.") || className.startsWith("java.util.concurrent.Rouse");
    }
}
