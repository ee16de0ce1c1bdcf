package dev.rouse.heap.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.heap.waits.IdleService;
import dev.rouse.heap.waits.LabelledWaits;
import dev.rouse.heap.waits.PingPong;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.Jdk;
import dev.rouse.testkit.Jdks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The verdict of each labelled wait, on every JDK that this machine has and Rouse supports. */
class LabelledWaitsTest {
    private static final int DUMPS = 4;

    @TempDir
    Path directory;

    static List<Jdk> jdks() {
        return Jdks.supported();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void areAllToldRight(Jdk jdk) throws IOException {
        Path live = directory.resolve("live.hprof");
        Path all = directory.resolve("all.hprof");
        try (ChildJvm one = Dumps.start(jdk, "Serial", LabelledWaits.class, live);
                ChildJvm other = Dumps.start(jdk, "G1", LabelledWaits.class, all, "all")) {
            Dumps.await(one);
            Dumps.await(other);
        }
        for (Path dump : List.of(live, all)) {
            Map<String, List<String>> verdicts = Verdicts.of(dump);

            assertThat(Verdicts.mistakes(verdicts)).as("%s of %s", dump, jdk).isEmpty();
            assertThat(verdicts.keySet())
                    .filteredOn(name -> name.contains("|"))
                    .hasSizeGreaterThan(jdk.feature() >= 21 ? 250 : 120);
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void areNotLostWhileTheirWakesAreOnTheWay(Jdk jdk) throws IOException {
        try (ChildJvm child = Dumps.start(jdk, "Serial", PingPong.class, directory, DUMPS)) {
            Dumps.await(child);
        }
        for (int i = 0; i < DUMPS; i++) {
            Map<String, List<String>> verdicts = Verdicts.of(directory.resolve(i + ".hprof"));

            assertThat(verdicts).hasSizeGreaterThan(20);
            assertThat(verdicts.values()).allSatisfy(all -> assertThat(all).isSubsetOf("RUNS", "HELD"));
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void areNoneInAnIdleService(Jdk jdk) throws IOException {
        Path dump = directory.resolve("idle.hprof");
        try (ChildJvm child = Dumps.start(jdk, "G1", IdleService.class, dump)) {
            Dumps.await(child);
        }

        Map<String, List<String>> verdicts = Verdicts.of(dump);
        assertThat(verdicts).hasSizeGreaterThan(20);
        assertThat(verdicts).allSatisfy((name, all) -> assertThat(all).isSubsetOf("RUNS", "HELD"));
    }
}
