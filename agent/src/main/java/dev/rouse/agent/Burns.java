package dev.rouse.agent;

import com.sun.management.ThreadMXBean;
import dev.rouse.agent.MeterPoint.Group;
import dev.rouse.engine.detect.Thresholds;
import dev.rouse.engine.model.StackKind;
import dev.rouse.engine.source.Event;
import dev.rouse.probe.Burner;
import dev.rouse.probe.Meters;
import java.lang.instrument.Instrumentation;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks closer at threads that burn a core: takes some stacks of them, then meters for less than a second what their
 * loops call, then leaves them alone for a while. A thread that moves bytes is left alone after the stacks.
 */
final class Burns {
    /** Part of a core that a thread takes, or would take if one were free. */
    private static final double BURNS = 0.8;

    /** Two that wake each other burn a core together; so many waits a second are no work. */
    private static final double TAKES_PART = 0.05;

    private static final double BURN_TOGETHER = 0.5;

    private static final long FLURRY = 1_000;

    /**
     * The same on a machine that is full, where they wait for the core most of the time: then it must be all of one.
     */
    private static final long SOME_WAITS = 50;

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
    private static final long REST_NS = 5_000_000_000L;
    private static final long LONGEST_REST_NS = 60_000_000_000L;

    /**
     * What may be an endless call is looked at again soon, to see whether it still is the same; so is, at first, who
     * was not metered: to have started is what burns most threads, and what comes then may be a spin.
     */
    private static final long SHORT_REST_NS = 1_000_000_000L;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Instrumentation instrumentation;
    private final Consumer<Event> events;
    private final Types types;
    private final Consumer<String> note;
    private final Thresholds thresholds;
    private final Supplier<List<Thread>> virtual;
    private final Demand demand = new Demand(threads);
    private final Map<Long, Looked> records = new HashMap<>();
    private List<Suspect> suspects = List.of();
    private long sampledSince;
    private @Nullable MeterInstallation meters;
    private long meteredAt;
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
        this.instrumentation = instrumentation;
        this.types = types;
        this.events = events;
        this.thresholds = thresholds;
        this.note = note;
    }

    /** What is remembered of a thread that has been looked at. */
    private static final class Looked {
        long rest = SHORT_REST_NS;
        long until;
        long burntAt;
        int strikes;
        String loop = "";
    }

    /** A thread that is being looked at; of a carrier, the virtual thread that keeps it busy. */
    private static final class Suspect {
        final ThreadWatch.Load load;
        final @Nullable Thread carried;
        final List<List<StackTraceElement>> samples = new ArrayList<>();
        final Burner burner;
        final @Nullable KernelTask io;
        long moved;

        /** CPU time that it had used before it was metered. */
        long cpu;

        @Nullable LoopingFrame loop;

        /** Whether the call that might never have come back was seen to. */
        boolean comesBack;

        LoopCalls calls = new LoopCalls(Map.of());

        Suspect(ThreadWatch.Load load, @Nullable KernelTask io, @Nullable Thread carried) {
            this.load = load;
            this.io = io;
            this.carried = carried;
            this.moved = io == null ? -1 : io.moved();
            this.burner = new Burner(load.thread(), carried);
        }

        String name() {
            Thread thread = carried == null ? load.thread() : carried;
            return thread.getName().isEmpty() ? "virtual thread #" + ThreadIds.of(thread) : thread.getName();
        }

        long id() {
            return load.id();
        }

        long movedSince() {
            long now = io == null ? -1 : io.moved();
            return moved < 0 || now < 0 ? -1 : now - moved;
        }
    }

    /** Picks the threads that deserve a closer look, if none is being taken. */
    void look(long now, List<ThreadWatch.Load> loads) {
        if (!suspects.isEmpty()) {
            return;
        }
        List<ThreadWatch.Load> busy = demand.of(now, loads).stream()
                .filter(load -> load.share() >= TAKES_PART)
                .sorted((one, other) -> Double.compare(other.share(), one.share()))
                .toList();
        forget(now, busy);
        List<ThreadWatch.Load> awake = busy.stream()
                .filter(load -> mayLookAt(load.id(), now))
                .limit(MAX_THREADS)
                .toList();
        if (burns(awake)) {
            Iterator<Thread> carried = virtual.get().iterator();
            suspects = awake.stream()
                    .map(load -> {
                        boolean carries = isCarrier(load.thread()) && carried.hasNext();
                        return new Suspect(load, demand.task(load.id()), carries ? carried.next() : null);
                    })
                    .toList();
            sampledSince = now;
        }
    }

    private static boolean isCarrier(Thread thread) {
        return thread.getClass().getName().equals("jdk.internal.misc.CarrierThread");
    }

    private void forget(long now, List<ThreadWatch.Load> busy) {
        busy.forEach(load -> {
            Looked known = records.get(load.id());
            if (known != null) {
                known.burntAt = now;
            }
        });
        records.values().removeIf(known -> now > known.until && now - known.burntAt > LONGEST_REST_NS / 4);
    }

    private boolean mayLookAt(long thread, long now) {
        Looked known = records.get(thread);
        return known == null || now >= known.until;
    }

    private static boolean burns(List<ThreadWatch.Load> awake) {
        return together(awake, FLURRY) >= BURN_TOGETHER
                || together(awake, SOME_WAITS) >= BURNS
                || (!awake.isEmpty() && awake.get(0).share() >= BURNS);
    }

    private static double together(List<ThreadWatch.Load> awake, long turns) {
        return awake.stream()
                .filter(load -> load.turnsPerSecond() >= turns)
                .mapToDouble(ThreadWatch.Load::share)
                .sum();
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
        if (meters != null) {
            if (allComeBack()) {
                meterOnwards();
                return false;
            }
            return now - meteredAt >= Math.max(meteredFor, thresholds.spinMs() * 1_250_000) && conclude();
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
            if (suspect.loop != null && suspect.movedSince() <= 0) {
                left.add(suspect);
            } else {
                rest(suspect, false);
            }
        }
        suspects = left;
        if (!left.isEmpty()) {
            meterOrRest();
        }
    }

    private void meterOrRest() {
        if (!meter()) {
            suspects.forEach(suspect -> rest(suspect, false));
            suspects = List.of();
        }
    }

    private boolean meter() {
        List<Suspect> endless = suspects.stream().filter(this::mayBeEndless).toList();
        boolean onlyEntries = !endless.isEmpty();
        if (onlyEntries) {
            waiting = suspects;
            suspects = endless;
        }
        Set<Group> groups = EnumSet.noneOf(Group.class);
        Map<String, Set<String>> entries = new HashMap<>();
        Set<String> alive = new HashSet<>();
        Set<String> sampled = new HashSet<>();
        for (Suspect suspect : suspects) {
            LoopingFrame loop = loop(suspect);
            if (!onlyEntries) {
                suspect.calls = LoopCalls.of(loop.stack(), types);
                groups.addAll(MeterGroups.of(suspect.samples, suspect.calls));
                if (isCarrier(suspect.load.thread())) {
                    groups.add(Group.QUEUE);
                }
            }
            sampled.addAll(loop.inside());
            loop.alive().forEach(frame -> alive.add(frame.getClassName()));
            if (EndlessCall.mayBe(loop) && !suspect.comesBack) {
                entries.putAll(EndlessCall.entries(loop));
            }
        }
        MeterInstallation installation = new MeterInstallation(instrumentation, note);
        meters = installation;
        if ((groups.isEmpty() && entries.isEmpty()) || !installation.install(groups, entries, alive, sampled)) {
            removeMeters();
            return false;
        }
        suspects.forEach(suspect -> {
            suspect.cpu = threads.getThreadCpuTime(suspect.id());
            suspect.moved = suspect.io == null ? -1 : suspect.io.moved();
        });
        Meters.open(
                new OwnCpu(), suspects.stream().map(suspect -> suspect.burner).toArray(Burner[]::new));
        meteredAt = System.nanoTime();
        meteredFor = METERED_NS;
        return true;
    }

    /** Looked at first, and alone: to count entries changes but one class. */
    private boolean mayBeEndless(Suspect suspect) {
        Looked known = records.get(suspect.id());
        return EndlessCall.mayBe(loop(suspect)) && !suspect.comesBack && (known == null || known.strikes == 0);
    }

    /** Whether only entries are metered, and there were some: no call is endless then. */
    private boolean allComeBack() {
        return !waiting.isEmpty()
                && suspects.stream()
                        .allMatch(suspect -> suspect.burner.meter(Meters.ENTRY).calls() > 0);
    }

    private void meterOnwards() {
        suspects.forEach(suspect -> suspect.comesBack = true);
        List<Suspect> all = waiting;
        removeMeters();
        suspects = all;
        meterOrRest();
    }

    private static LoopingFrame loop(Suspect suspect) {
        if (suspect.loop == null) {
            throw new IllegalStateException("a thread without a common frame is not looked at");
        }
        return suspect.loop;
    }

    private boolean conclude() {
        Burn burn = burn();
        String failure = Meters.failure();
        if (failure == null
                && meteredFor < LONG_METERED_NS
                && (hardlyRan(burn) || BurnVerdict.asksForMore(burn, thresholds))) {
            meteredFor = LONG_METERED_NS;
            return false;
        }
        suspects.forEach(this::strike);
        removeMeters();
        if (failure != null) {
            note.accept("a meter failed, what it saw is not used: " + failure);
        }
        List<Event.BreachSeen> facts = failure == null ? BurnVerdict.of(burn, thresholds) : List.of();
        facts.forEach(events);
        suspects.forEach(suspect -> rest(suspect, !facts.isEmpty()));
        suspects = List.of();
        return !facts.isEmpty();
    }

    /** On a machine that is full: what they did in so little time is mostly the hooks' own beginning. */
    private static boolean hardlyRan(Burn burn) {
        return burn.threads().stream().mapToLong(Burn.Burning::cpuNs).sum() < ENOUGH_CPU_NS;
    }

    /**
     * The CPU times are read first: what a thread used after that, its meters may count, and not the other way round.
     */
    private Burn burn() {
        long[] used = suspects.stream()
                .mapToLong(suspect -> threads.getThreadCpuTime(suspect.id()) - suspect.cpu)
                .toArray();
        long now = System.nanoTime();
        List<Burn.Burning> burning = new ArrayList<>();
        for (int i = 0; i < used.length; i++) {
            burning.add(burning(suspects.get(i), used[i]));
        }
        return new Burn(
                now,
                now - meteredAt,
                burning,
                Meters.outside(),
                Meters.wakes(),
                Meters.served(),
                Meters.taskTypes(),
                Meters.depth());
    }

    private Burn.Burning burning(Suspect suspect, long cpu) {
        LoopingFrame loop = loop(suspect);
        Looked known = records.get(suspect.id());
        boolean isSame = known != null && known.loop.equals(place(loop));
        return new Burn.Burning(
                suspect.name(),
                Math.max(0, cpu),
                loop,
                suspect.movedSince(),
                known != null && isSame ? known.strikes + 1 : 1,
                isCarrier(suspect.load.thread()),
                suspect.calls.spinsOnPurpose(),
                EndlessCall.mayBe(loop) && !suspect.comesBack,
                kind -> Burn.Count.of(suspect.burner.meter(kind)),
                call -> AskingLoop.doesMore(call, types));
    }

    private void strike(Suspect suspect) {
        Looked known = records.computeIfAbsent(suspect.id(), id -> new Looked());
        String place = place(loop(suspect));
        known.strikes = known.loop.equals(place) ? known.strikes + 1 : 1;
        known.loop = place;
        known.rest = Math.max(known.rest, REST_NS);
    }

    private static String place(LoopingFrame loop) {
        return loop.frame().getClassName() + '.' + loop.frame().getMethodName();
    }

    private void rest(Suspect suspect, boolean found) {
        Looked known = records.computeIfAbsent(suspect.id(), id -> new Looked());
        long now = System.nanoTime();
        boolean again = known.strikes == 1
                && !found
                && !suspect.comesBack
                && suspect.loop != null
                && EndlessCall.mayBe(suspect.loop);
        known.until = now + (again ? SHORT_REST_NS : known.rest);
        known.burntAt = now;
        known.rest = Math.min(LONGEST_REST_NS, again ? known.rest : 2 * known.rest);
    }

    private void removeMeters() {
        waiting = List.of();
        Meters.close();
        if (meters != null) {
            meters.remove();
            meters = null;
        }
    }

    /** Restores what is changed. */
    void leave() {
        removeMeters();
        suspects = List.of();
    }
}
