package dev.rouse.agent;

import dev.rouse.agent.MeterPoint.Group;
import dev.rouse.engine.detect.Thresholds;
import dev.rouse.engine.model.Fact;
import dev.rouse.engine.source.Event;
import dev.rouse.probe.Starts;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells of threads that do nothing but start the next one: each lives too shortly to be seen, and all together burn a
 * core. So does a task of CompletableFuture that runs itself again, where the machine has too few cores for a pool.
 */
final class ThreadChains {
    /** Threads started a second that are worth the look. */
    private static final long MANY = 100;

    /** Part of a core that carriers take together, of whose virtual threads nobody counts the starts. */
    private static final double CARRIED = 0.5;

    /** A thread costs some 50 us to start: with much more on average it has done something. */
    private static final long WORK_NS = 300_000;

    /** Of virtual threads no CPU time is counted, but they start faster. */
    private static final long VIRTUAL_NS = 30_000;

    /** One in so many may be started by others. */
    private static final int CHANCE = 10;

    private static final long METERED_NS = 900_000_000L;

    /** On a machine that is full it takes longer until there are enough. */
    private static final long LONGEST_NS = 8_000_000_000L;

    private static final long REST_NS = 5_000_000_000L;
    private static final long LONGEST_REST_NS = 60_000_000_000L;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Consumer<Event> events;
    private final Thresholds thresholds;
    private final Supplier<MeterInstallation> meters;
    private long startedBefore = Long.MAX_VALUE;
    private long lookedAt;
    private @Nullable MeterInstallation metering;
    private @Nullable Starts starts;
    private long meteredAt;
    private long restsUntil = Long.MIN_VALUE;
    private long rest = REST_NS;

    /** @param meters makes what can tell where threads are started */
    ThreadChains(Consumer<Event> events, Thresholds thresholds, Supplier<MeterInstallation> meters) {
        this.events = events;
        this.thresholds = thresholds;
        this.meters = meters;
    }

    void look(long now, List<ThreadWatch.Load> loads) {
        long started = threads.getTotalStartedThreadCount();
        boolean many = (started - startedBefore) * 1_000_000_000L > MANY * (now - lookedAt);
        startedBefore = started;
        lookedAt = now;
        if (metering != null) {
            boolean enough = starts != null && starts.chained() >= thresholds.inARow();
            if (now - meteredAt >= (enough ? METERED_NS : LONGEST_NS)) {
                conclude(now);
            }
        } else if (now >= restsUntil && (many || carried(loads) >= CARRIED)) {
            meter(now);
        }
    }

    private static double carried(List<ThreadWatch.Load> loads) {
        return loads.stream()
                .filter(load -> load.thread().getClass().getName().equals("jdk.internal.misc.CarrierThread"))
                .mapToDouble(ThreadWatch.Load::share)
                .sum();
    }

    private void meter(long now) {
        MeterInstallation installation = meters.get();
        metering = installation;
        if (installation.install(EnumSet.of(Group.START), Map.of(), Set.of(), Set.of())) {
            starts = Starts.open(new OwnCpu());
            meteredAt = now;
        } else {
            leave();
            rest(now);
        }
    }

    private void conclude(long now) {
        Starts seen = starts;
        leave();
        rest(now);
        if (seen == null || seen.chained() < thresholds.inARow()) {
            return;
        }
        Throwable where = seen.where();
        long each = seen.cpuNs() / seen.chained();
        boolean works = each > WORK_NS || (each == 0 && (now - meteredAt) / seen.chained() > VIRTUAL_NS);
        if (where != null && !works && seen.others() * CHANCE <= seen.chained()) {
            List<StackTraceElement> stack = Arrays.stream(where.getStackTrace())
                    .dropWhile(frame -> frame.getClassName().startsWith("dev.rouse.probe."))
                    .toList();
            events.accept(new Event.BreachSeen(
                    now,
                    Fact.RESUBMITTED,
                    "java.lang.Thread",
                    null,
                    stack,
                    now - meteredAt,
                    seen.chained(),
                    0,
                    "threads were started one by the other; they did hardly more than that"));
        }
    }

    private void rest(long now) {
        restsUntil = now + rest;
        rest = Math.min(LONGEST_REST_NS, 2 * rest);
    }

    /** Restores what is changed. */
    void leave() {
        Starts.close();
        starts = null;
        if (metering != null) {
            metering.remove();
            metering = null;
        }
    }
}
