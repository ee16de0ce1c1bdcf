package dev.rouse.proofs.overhead;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What many visits leave behind: windows of a service under load before the agent has been attached and detached 50
 * times, and windows after. The row of the agent is those after by those before; the control is every second one before
 * by its neighbour.
 */
final class Visits {
    private static final int VISITS = 50;

    /** Windows before, and as many after; short, as in {@link Hooks}. */
    private static final int WINDOWS = 20;

    private static final int SECONDS = 2;

    /** As in {@link Hooks}; after the visits again, since each has made the compiler begin anew. */
    private static final int WARM_S = 30;

    private final Run run;
    private final List<Pair> pairs = new ArrayList<>();

    private Visits(Run run) {
        this.run = run;
    }

    static List<Pair> rounds(Run run) throws IOException {
        Visits visits = new Visits(run);
        for (int round = 0; round < run.options().rounds(); round++) {
            visits.process(round);
        }
        return visits.pairs;
    }

    private void process(int round) throws IOException {
        try (LoadedService loaded = new LoadedService(run, Toggle.jvmOptions(run))) {
            List<Measured> before = windows(loaded);
            for (int visit = 0; visit < VISITS; visit++) {
                Visit.begin(loaded.pid(), run.agents().rouse()).close();
            }
            List<Measured> after = windows(loaded);
            for (int i = 0; i < WINDOWS; i++) {
                pair(round, Arm.ROUSE, after.get(i), before.get(i));
                if (i % 2 == 1) {
                    pair(round, Arm.CONTROL, before.get(i), before.get(i - 1));
                }
            }
        }
    }

    private static List<Measured> windows(LoadedService loaded) throws IOException {
        Run.pause(WARM_S);
        List<Measured> windows = new ArrayList<>();
        for (int i = 0; i < WINDOWS; i++) {
            windows.add(loaded.window(SECONDS));
        }
        return windows;
    }

    private void pair(int round, Arm arm, Measured with, Measured without) {
        pairs.add(new Pair(arm, with, without));
        run.progress("visits", round, arm, with);
    }
}
