package dev.rouse.proofs.overhead;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The agent attached to one running service and detached again. A cycle is four windows after the one before: with,
 * without, without, without. A window is paired with the mean of its two neighbours: the one with the agent, and as a
 * control the middle one of the three without.
 */
final class Toggle {
    /** Cycles in one process; then a new one, since each compiles a little differently. */
    private static final int CYCLES = 3;

    private final Run run;
    private final List<Pair> pairs = new ArrayList<>();

    private Toggle(Run run) {
        this.run = run;
    }

    static List<Pair> rounds(Run run) throws IOException {
        Toggle toggle = new Toggle(run);
        for (int round = 0; round < run.options().rounds(); round += CYCLES) {
            toggle.process(round, Math.min(round + CYCLES, run.options().rounds()));
        }
        return toggle.pairs;
    }

    private void process(int from, int to) throws IOException {
        try (LoadedService loaded = new LoadedService(run, jvmOptions(run))) {
            Run.pause(run.options().warmup());
            visit(loaded);
            Measured before = settled(loaded);
            for (int round = from; round < to; round++) {
                before = cycle(loaded, round, before);
            }
        }
    }

    /** A JVM that lets agents in without a warning. */
    static List<String> jvmOptions(Run run) {
        List<String> jvmOptions = new ArrayList<>(Run.FIXED);
        if (run.jdk().feature() >= 21) {
            jvmOptions.add("-XX:+EnableDynamicAgentLoading");
        }
        return jvmOptions;
    }

    private Measured cycle(LoadedService loaded, int round, Measured before) throws IOException {
        Measured with = visit(loaded);
        Measured after = settled(loaded);
        Measured control = settled(loaded);
        Measured last = settled(loaded);
        pair(round, Arm.ROUSE, with, Measured.between(before, after));
        pair(round, Arm.CONTROL, control, Measured.between(after, last));
        return last;
    }

    private void pair(int round, Arm arm, Measured with, Measured without) {
        pairs.add(new Pair(arm, with, without));
        run.progress("toggle", round, arm, with);
    }

    private Measured visit(LoadedService loaded) throws IOException {
        Visit visit = Visit.begin(loaded.pid(), run.agents().rouse());
        Measured with;
        try (visit) {
            with = settled(loaded);
        }
        visit.unexpected()
                .forEach(line -> run.alarms().add("toggle JDK " + run.jdk().feature(), line));
        return with;
    }

    /** A window after a pause: attaching and detaching both make the JVM compile CompletableFuture again. */
    private Measured settled(LoadedService loaded) throws IOException {
        Run.pause(Math.max(2, run.options().warmup() / 2));
        return loaded.window();
    }
}
