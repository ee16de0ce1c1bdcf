package dev.rouse.proofs.overhead;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The hooks of an agent that is there from the start, opened and closed in one process: what a request costs while they
 * work, with nothing compiled anew in between. A cycle is four windows after the one before: open, closed, closed,
 * closed; each is paired with the mean of its two neighbours, as in {@link Toggle}.
 */
final class Hooks {
    /** Windows are short, so that what the machine does to one it does to its neighbours too. */
    private static final int SECONDS = 1;

    /** Cycles in one process; then a new one, since each compiles a little differently. */
    private static final int CYCLES = 40;

    /** The compiler is done with this service after some 25 s; before, nothing else than the compiler is measured. */
    private static final int WARM_S = 30;

    private final Run run;
    private final List<Pair> pairs = new ArrayList<>();

    private Hooks(Run run) {
        this.run = run;
    }

    static List<Pair> rounds(Run run) throws IOException {
        Hooks hooks = new Hooks(run);
        for (int round = 0; round < run.options().rounds(); round++) {
            hooks.process(round);
        }
        return hooks.pairs;
    }

    private void process(int round) throws IOException {
        try (LoadedService loaded = new LoadedService(run, run.jvmOptions(Arm.ROUSE))) {
            Run.pause(WARM_S);
            Measured before = closed(loaded);
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                before = cycle(loaded, round, before);
            }
        }
    }

    private Measured cycle(LoadedService loaded, int round, Measured before) throws IOException {
        Measured open = loaded.window("open", SECONDS);
        Measured after = closed(loaded);
        Measured control = closed(loaded);
        Measured last = closed(loaded);
        pair(round, Arm.ROUSE, open, Measured.between(before, after));
        pair(round, Arm.CONTROL, control, Measured.between(after, last));
        return last;
    }

    private static Measured closed(LoadedService loaded) throws IOException {
        return loaded.window("closed", SECONDS);
    }

    private void pair(int round, Arm arm, Measured with, Measured without) {
        pairs.add(new Pair(arm, with, without));
        run.progress("hooks", round, arm, with);
    }
}
