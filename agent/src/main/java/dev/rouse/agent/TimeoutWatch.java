package dev.rouse.agent;

import dev.rouse.agent.MeterPoint.Group;
import dev.rouse.engine.model.Fact;
import dev.rouse.engine.model.Role;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.source.Event;
import dev.rouse.probe.TimedWait;
import dev.rouse.probe.TimedWaits;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells how timed waits on conditions end: those that time out, at times find their condition false and at times true,
 * and those that are signalled. Of a thread at the top of its own loop that is seen only by its lock, which is watched
 * for some seconds: it may do its round whenever its time has come, and wait for nobody.
 */
final class TimeoutWatch {
    /** Sites kept, at most; forgotten all together, since only few programs have as many. */
    private static final int MAX = 1_000;

    /** Found false so often, it is a condition that is waited for, and not a round that is done each time. */
    private static final int FALSE_AT_LEAST = 3;

    /** With fewer than one true in so many, a thread that was held up elsewhere may have seemed to go on. */
    private static final int MOSTLY_FALSE = 20;

    /** So many times in a row nobody signalled: worth the look at the locks. */
    private static final int TIMEOUTS = 5;

    /** As {@code MaskedWake} wants it. */
    private static final int WENT_ON = 5;

    /** How long locks are watched, at most, and how long they are left alone after that. */
    private static final long WATCHED_NS = 8_000_000_000L;

    private static final long REST_NS = 60_000_000_000L;
    private static final String CONDITION = "java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject";

    private final Consumer<Event> events;
    private final Types types;
    private final String program;
    private final Supplier<MeterInstallation> meters;
    private final Map<String, Tally> tallies = new HashMap<>();
    private final Map<TimedWait, WaitShape> shapes = new WeakHashMap<>();
    private @Nullable MeterInstallation watching;
    private long watchedSince;
    private long restsUntil = Long.MIN_VALUE;

    /** @param meters makes what can tell where locks are let go of */
    TimeoutWatch(Consumer<Event> events, Types types, String program, Supplier<MeterInstallation> meters) {
        this.events = events;
        this.types = types;
        this.program = program;
        this.meters = meters;
    }

    /** All that was seen of one site, and what of it has been told. */
    private static final class Tally {
        long again;
        long wentOn;
        long ends;
        long told;
        boolean signalled;
        boolean watched;

        void add(TimedWait wait) {
            again += wait.again();
            wentOn += wait.wentOn();
            ends += wait.timeouts();
        }
    }

    void sweep(long now) {
        if (watching == null && now >= restsUntil && deservesWatch()) {
            watchLocks(now);
        }
        if (watching != null) {
            TimedWaits.forEach(wait -> tellRelocked(wait, now));
            if (now - watchedSince > WATCHED_NS) {
                leave();
                restsUntil = now + REST_NS;
            }
        }
        TimedWaits.sweep(now, wait -> take(wait, now));
    }

    private boolean deservesWatch() {
        boolean[] any = {false};
        TimedWaits.forEach(wait -> any[0] |= deservesWatch(wait));
        return any[0];
    }

    /**
     * Whether a thread at the top of its own loop waits for somebody, or only does its round: it takes its lock again
     * for the next round, and keeps it while it looks whether its condition is true.
     */
    private boolean deservesWatch(TimedWait wait) {
        if (wait.signals() > 0 || wait.timeouts() < TIMEOUTS || wait.again() < FALSE_AT_LEAST) {
            return false;
        }
        WaitShape shape = shapes.computeIfAbsent(wait, this::shape);
        Tally tally = tallies.computeIfAbsent(shape.site().name(), site -> new Tally());
        return isTopOfLoop(shape) && !tally.signalled && !tally.watched;
    }

    /** In the program's code or a library's: not in a queue or an executor of the JDK's. */
    private static boolean isTopOfLoop(WaitShape shape) {
        boolean isOfTheJdk = shape.stack().stream()
                .takeWhile(frame -> Site.isJdk(frame.getClassName()))
                .anyMatch(frame -> !frame.getClassName().startsWith("java.util.concurrent.locks."));
        return !isOfTheJdk && (shape.role() == Role.LOOP || shape.role() == Role.IDLE);
    }

    private void watchLocks(long now) {
        MeterInstallation installation = meters.get();
        watching = installation;
        watchedSince = now;
        if (installation.install(EnumSet.of(Group.UNLOCK), Map.of(), Set.of(), Set.of())) {
            TimedWaits.watchLocks(true);
        } else {
            leave();
            restsUntil = now + REST_NS;
        }
    }

    private void tellRelocked(TimedWait wait, long now) {
        if (wait.relocked() < WENT_ON || wait.retried() < FALSE_AT_LEAST || !wait.isSteady()) {
            return;
        }
        WaitShape shape = shapes.computeIfAbsent(wait, this::shape);
        Tally tally = tallies.computeIfAbsent(shape.site().name(), site -> new Tally());
        boolean mostlyFalse = wait.relocked() * MOSTLY_FALSE < wait.relocked() + wait.retried();
        if (isTopOfLoop(shape) && !mostlyFalse && !tally.watched && !tally.signalled && wait.signals() == 0) {
            tally.watched = true;
            events.accept(seen(now, Fact.TIMED_OUT, shape, wait.longest(), wait.relocked(), wait.retried()));
        }
    }

    /** Restores what is changed. */
    void leave() {
        TimedWaits.watchLocks(false);
        if (watching != null) {
            watching.remove();
            watching = null;
        }
    }

    private WaitShape shape(TimedWait wait) {
        List<StackTraceElement> stack = List.of(wait.stack()).stream()
                .dropWhile(frame -> isOurs(frame.getClassName()))
                .toList();
        Class<?> type = wait.type();
        return WaitShape.of(stack, type == null ? CONDITION : type.getName(), true, types, program);
    }

    private void take(TimedWait wait, long now) {
        WaitShape known = shapes.remove(wait);
        WaitShape shape = known == null ? shape(wait) : known;
        if (tallies.size() >= MAX) {
            tallies.clear();
        }
        Tally tally = tallies.computeIfAbsent(shape.site().name(), site -> new Tally());
        tally.signalled |= wait.signals() > 0;
        if (shape.role() == Role.SIGNAL) {
            tell(now, wait, shape, tally);
        } else if (wait.signals() > 0 && tally.watched) {
            events.accept(seen(now, Fact.SIGNALLED, shape, 0, wait.signals(), wait.timeouts()));
        }
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
