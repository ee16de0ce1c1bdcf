package dev.rouse.agent;

import com.sun.management.ThreadMXBean;
import dev.rouse.agent.MeterPoint.Group;
import dev.rouse.probe.Burner;
import dev.rouse.probe.Meters;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The meters of the threads that are looked at: put in where their loops call something that can tell, and read. */
final class BurnMeters {
    private final ThreadMXBean threads;
    private final Types types;
    private final Supplier<MeterInstallation> installations;
    private @Nullable MeterInstallation installed;
    private long since;

    BurnMeters(ThreadMXBean threads, Types types, Supplier<MeterInstallation> installations) {
        this.threads = threads;
        this.types = types;
        this.installations = installations;
    }

    boolean areIn() {
        return installed != null;
    }

    long since() {
        return since;
    }

    /**
     * Puts them in.
     *
     * @param onlyEntries whether nothing is asked but if a call comes back: that changes but one class
     * @return false when nothing could be metered
     */
    boolean putIn(List<Suspect> suspects, boolean onlyEntries) {
        Set<Group> groups = EnumSet.noneOf(Group.class);
        Map<String, Set<String>> entries = new HashMap<>();
        Set<String> alive = new HashSet<>();
        Set<String> sampled = new HashSet<>();
        for (Suspect suspect : suspects) {
            LoopingFrame loop = suspect.loop();
            if (!onlyEntries) {
                groups.addAll(groups(suspect));
            }
            sampled.addAll(loop.inside());
            loop.alive().forEach(frame -> alive.add(frame.getClassName()));
            if (suspect.mayBeEndless()) {
                entries.putAll(EndlessCall.entries(loop));
            }
        }
        MeterInstallation installation = installations.get();
        installed = installation;
        if ((groups.isEmpty() && entries.isEmpty()) || !installation.install(groups, entries, alive, sampled)) {
            takeOut();
            return false;
        }
        open(suspects);
        return true;
    }

    private Set<Group> groups(Suspect suspect) {
        suspect.calls = LoopCalls.of(suspect.loop().stack(), types);
        Set<Group> groups = MeterGroups.of(suspect.samples, suspect.calls);
        if (suspect.isCarrier()) {
            groups.add(Group.QUEUE);
        }
        return groups;
    }

    private void open(List<Suspect> suspects) {
        suspects.forEach(suspect -> {
            suspect.cpu = threads.getThreadCpuTime(suspect.id());
            suspect.countBytes();
        });
        Meters.open(
                new OwnCpu(), suspects.stream().map(suspect -> suspect.burner).toArray(Burner[]::new));
        since = System.nanoTime();
    }

    /**
     * What they have counted so far. The CPU times are read first: what a thread used after that, its meters may count,
     * and not the other way round.
     */
    Burn read(List<Suspect> suspects, BurnRecords records) {
        Map<Suspect, Long> used = new HashMap<>();
        suspects.forEach(suspect -> used.put(suspect, threads.getThreadCpuTime(suspect.id()) - suspect.cpu));
        long now = System.nanoTime();
        List<Burn.Burning> burning = suspects.stream()
                .map(suspect -> burning(suspect, used.getOrDefault(suspect, 0L), records))
                .toList();
        return new Burn(
                now,
                now - since,
                burning,
                Meters.outside(),
                Meters.wakes(),
                Meters.served(),
                Meters.taskTypes(),
                Meters.depth());
    }

    private Burn.Burning burning(Suspect suspect, long cpu, BurnRecords records) {
        return new Burn.Burning(
                suspect.name(),
                Math.max(0, cpu),
                suspect.loop(),
                suspect.movedSince(),
                records.strikes(suspect),
                suspect.isCarrier(),
                suspect.calls.spinsOnPurpose(),
                suspect.mayBeEndless(),
                kind -> Burn.Count.of(suspect.burner.meter(kind)),
                call -> AskingLoop.doesMore(call, types));
    }

    /** Restores what is changed. */
    void takeOut() {
        Meters.close();
        if (installed != null) {
            installed.remove();
            installed = null;
        }
    }
}
