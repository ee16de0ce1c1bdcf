package dev.rouse.agent;

import com.sun.management.ThreadMXBean;
import dev.rouse.engine.detect.Thresholds;
import dev.rouse.engine.model.StackKind;
import dev.rouse.engine.source.Event;
import dev.rouse.probe.Meters;
import java.lang.instrument.Instrumentation;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Looks closer at threads that burn a core: takes some stacks of them, then meters for less than a second what their
 * loops call, then leaves them alone for a while. A thread that moves bytes is left alone after the stacks.
 */
final class Burns {
    private static final int MAX_THREADS = 8;

    /** Some 25 stacks a second, for 0.4 s. */
    private static final int SAMPLES = 10;

    private static final long STEP_MS = 40;

    /** On a machine that is full a stack takes long: these many will do after that time. */
    private static final int FEW_SAMPLES = 5;

    private static final long SAMPLED_NS = 500_000_000L;
    private static final int DEPTH = 256;
    private static final long METERED_NS = 700_000_000L;

    /** To ask again and again may be meant, for a while: whoever does is metered for so long. */
    private static final long LONG_METERED_NS = 2_500_000_000L;

    private static final long ENOUGH_CPU_NS = 100_000_000L;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Consumer<Event> events;
    private final Consumer<String> note;
    private final Thresholds thresholds;
    private final Supplier<List<Thread>> virtual;
    private final Demand demand = new Demand(threads);
    private final BurnRecords records = new BurnRecords();
    private final BurnMeters meters;
    private List<Suspect> suspects = List.of();
    private long sampledSince;
    private long meteredFor;

    /** Those that wait while calls of others are metered that may never have come back. */
    private List<Suspect> waiting = List.of();

    /** @param virtual virtual threads that could run at the last look, some of them */
    Burns(
            Instrumentation instrumentation,
            Consumer<Event> events,
            Types types,
            Thresholds thresholds,
            Supplier<List<Thread>> virtual,
            Consumer<String> note) {
        this.virtual = virtual;
        this.events = events;
        this.thresholds = thresholds;
        this.note = note;
        this.meters = new BurnMeters(threads, types, () -> new MeterInstallation(instrumentation, note));
    }

    /** Picks the threads that deserve a closer look, if none is being taken. */
    void look(long now, List<ThreadWatch.Load> loads) {
        if (!suspects.isEmpty()) {
            return;
        }
        List<ThreadWatch.Load> busy = Burners.among(demand.of(now, loads));
        records.forget(now, busy);
        List<ThreadWatch.Load> awake = busy.stream()
                .filter(load -> records.mayLookAt(load.id(), now))
                .limit(MAX_THREADS)
                .toList();
        if (Burners.burn(awake)) {
            suspects = suspects(awake);
            sampledSince = now;
        }
    }

    private List<Suspect> suspects(List<ThreadWatch.Load> awake) {
        Iterator<Thread> carried = virtual.get().iterator();
        return awake.stream()
                .map(load -> {
                    boolean carries = Suspect.isCarrier(load.thread()) && carried.hasNext();
                    return new Suspect(load, demand.task(load.id()), carries ? carried.next() : null);
                })
                .toList();
    }

    /**
     * Lets the pause between two sweeps pass, looking closer meanwhile where there is something to look at.
     *
     * @return whether something was found
     */
    boolean spend(long pauseMs) throws InterruptedException {
        long end = System.nanoTime() + pauseMs * 1_000_000;
        boolean found = false;
        for (long left = pauseMs; left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            Thread.sleep(suspects.isEmpty() ? left : Math.min(left, STEP_MS));
            if (!suspects.isEmpty()) {
                found |= step(System.nanoTime());
            }
        }
        return found;
    }

    private boolean step(long now) {
        if (meters.areIn()) {
            if (allComeBack()) {
                meterOnwards();
                return false;
            }
            return now - meters.since() >= Math.max(meteredFor, thresholds.spinMs() * 1_250_000) && conclude();
        }
        sample(now);
        int samples = suspects.get(0).samples.size();
        if (samples >= SAMPLES || (samples >= FEW_SAMPLES && now - sampledSince > SAMPLED_NS)) {
            considerMetering();
        }
        return false;
    }

    private void sample(long now) {
        long[] ids = suspects.stream().mapToLong(Suspect::id).toArray();
        ThreadInfo[] infos = threads.getThreadInfo(ids, DEPTH);
        for (int i = 0; i < infos.length; i++) {
            List<StackTraceElement> stack = infos[i] == null ? List.of() : Arrays.asList(infos[i].getStackTrace());
            Thread carried = suspects.get(i).carried;
            boolean runs = infos[i] != null && infos[i].getThreadState() == Thread.State.RUNNABLE;
            if (carried != null) {
                runs = carried.getState() == Thread.State.RUNNABLE;
                stack = runs ? Arrays.asList(carried.getStackTrace()) : List.of();
            }
            suspects.get(i).samples.add(stack);
            if (!stack.isEmpty() && runs) {
                events.accept(new Event.StackSampled(now, StackKind.BURNT, 1, stack));
            }
        }
    }

    private void considerMetering() {
        List<Suspect> left = new ArrayList<>();
        for (Suspect suspect : suspects) {
            suspect.loop = LoopingFrame.of(suspect.samples);
            if (suspect.loop != null && (suspect.movedSince() <= 0 || suspect.dials())) {
                left.add(suspect);
            } else {
                records.rest(suspect, false);
            }
        }
        suspects = left;
        if (!left.isEmpty()) {
            meterOrRest();
        }
    }

    /** What may be an endless call is looked at first, and alone. */
    private void meterOrRest() {
        List<Suspect> endless = suspects.stream()
                .filter(suspect -> suspect.mayBeEndless() && records.isNew(suspect))
                .toList();
        if (!endless.isEmpty()) {
            waiting = suspects;
            suspects = endless;
        }
        meteredFor = METERED_NS;
        if (!meters.putIn(suspects, !endless.isEmpty())) {
            waiting = List.of();
            suspects.forEach(suspect -> records.rest(suspect, false));
            suspects = List.of();
        }
    }

    /** Whether only entries are metered, and there were some: no call is endless then. */
    private boolean allComeBack() {
        return !waiting.isEmpty()
                && suspects.stream()
                        .allMatch(suspect -> suspect.burner.meter(Meters.ENTRY).calls() > 0);
    }

    private void meterOnwards() {
        suspects.forEach(suspect -> suspect.comesBack = true);
        suspects = waiting;
        waiting = List.of();
        meters.takeOut();
        meterOrRest();
    }

    private boolean conclude() {
        Burn burn = meters.read(suspects, records);
        String failure = Meters.failure();
        if (failure == null
                && meteredFor < LONG_METERED_NS
                && (hardlyRan(burn) || BurnVerdict.asksForMore(burn, thresholds))) {
            meteredFor = LONG_METERED_NS;
            return false;
        }
        suspects.forEach(records::strike);
        meters.takeOut();
        waiting = List.of();
        if (failure != null) {
            note.accept("a meter failed, what it saw is not used: " + failure);
        }
        List<Event.BreachSeen> facts = failure == null ? BurnVerdict.of(burn, thresholds) : List.of();
        facts.forEach(events);
        suspects.forEach(suspect -> records.rest(suspect, !facts.isEmpty()));
        suspects = List.of();
        return !facts.isEmpty();
    }

    /** On a machine that is full: what they did in so little time is mostly the hooks' own beginning. */
    private static boolean hardlyRan(Burn burn) {
        return burn.threads().stream().mapToLong(Burn.Burning::cpuNs).sum() < ENOUGH_CPU_NS;
    }

    /** Restores what is changed. */
    void leave() {
        meters.takeOut();
        waiting = List.of();
        suspects = List.of();
    }
}
