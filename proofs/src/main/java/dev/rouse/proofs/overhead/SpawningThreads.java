package dev.rouse.proofs.overhead;

import java.io.IOException;
import java.util.List;

/** The flow of virtual threads, in a JVM of its own for each arm. */
final class SpawningThreads {
    private SpawningThreads() {}

    static List<Pair> rounds(Run run) throws IOException {
        return run.rounds("virtual", List.of(Arm.values()), arm -> measure(run, arm));
    }

    private static Measured measure(Run run, Arm arm) throws IOException {
        try (Child child = Child.start(run.jdk(), run.options(), run.jvmOptions(arm), Spawning.class)) {
            Run.pause(run.options().warmup());
            Machine.Look look = Machine.Look.now(child);
            Usage before = Usage.parse(child.ask());
            Run.pause(run.options().seconds());
            Usage after = Usage.parse(child.ask());
            run.machine().window(look, Machine.Look.now(child));
            if (arm == Arm.ROUSE) {
                run.alarms().check("virtual JDK " + run.jdk().feature(), child.errors());
            }
            return after.since(before);
        }
    }
}
