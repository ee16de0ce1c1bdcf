package dev.rouse.heap.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.heap.hprof.Heap;
import dev.rouse.heap.waits.IdleService;
import dev.rouse.heap.waits.InCompiledCode;
import dev.rouse.heap.waits.LabelledWaits;
import dev.rouse.heap.waits.PingPong;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.Jdk;
import dev.rouse.testkit.Jdks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The verdict of each labelled wait, on every JDK that this machine has and Rouse supports.
 * {@code -Drouse.heap.matrix=full} asks for all collectors, {@code -Drouse.heap.dumps=30} for more wakes on the way.
 */
class LabelledWaitsTest {
    private static final int DUMPS = Integer.getInteger("rouse.heap.dumps", 4);

    /**
     * Nothing is collected before the dump, on a slow machine either: some 10 MB of 100, as no thread takes a buffer.
     */
    private static final List<String> WITHOUT_COLLECTION =
            List.of("-XX:+UseG1GC", "-XX:TieredStopAtLevel=1", "-Xms128m", "-Xmn100m", "-XX:-UseTLAB");

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
        Path printed = directory.resolve("printed.txt");
        try (ChildJvm one = Dumps.start(jdk, "Serial", LabelledWaits.class, live, "live", printed);
                ChildJvm other = Dumps.start(jdk, WITHOUT_COLLECTION, LabelledWaits.class, all, "all")) {
            Dumps.await(one);
            Dumps.await(other);
        }
        for (Verdicts verdicts :
                List.of(Verdicts.of(live), Verdicts.of(live, Files.readAllLines(printed)), Verdicts.of(all))) {
            assertThat(verdicts.mistakes())
                    .as("%s, printed %s", jdk, verdicts.printed())
                    .isEmpty();
            assertThat(verdicts.labelled()).isGreaterThan(jdk.feature() >= 21 ? 350 : 180);
        }
        assertThat(inCircles(live, Files.readAllLines(printed))).isEqualTo(jdk.feature() >= 21 ? 8 : 6);
        assertThat(Verdicts.of(all).promises().keySet())
                .as("the promises of a dump with its garbage")
                .anyMatch(label -> label.startsWith("DROPPED|by everybody"));
    }

    /** How many threads are in proven circles: of locks, and with a thread print also of monitors, and of both. */
    private static long inCircles(Path dump, List<String> threadPrint) throws IOException {
        try (Heap heap = Heap.open(dump, (phase, bytes, of) -> {})) {
            return HeapProof.of(heap, threadPrint).findings().stream()
                    .filter(finding -> finding.kind() == Kind.DEADLOCK && finding.grade() == Grade.PROVEN)
                    .mapToLong(Finding::count)
                    .sum();
        }
    }

    static List<List<String>> everywhere() {
        List<List<String>> all = new ArrayList<>();
        for (String collector : List.of("Serial", "Parallel", "G1", "Z", "Shenandoah")) {
            all.add(List.of("-XX:+Use" + collector + "GC"));
        }
        all.add(List.of("-XX:+UseSerialGC", "-XX:-UseCompressedOops"));
        return all;
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @EnabledIfSystemProperty(named = "rouse.heap.matrix", matches = "full")
    void areAllToldRightWithEveryCollector(List<String> options) throws IOException {
        for (Jdk jdk : jdks()) {
            for (String objects : List.of("live", "all")) {
                Path dump = directory.resolve(objects + jdk.feature() + ".hprof");
                try (ChildJvm child = Dumps.start(jdk, options, LabelledWaits.class, dump, objects)) {
                    Dumps.await(child);
                }

                assertThat(Verdicts.of(dump).mistakes())
                        .as("%s objects, %s, %s", objects, options, jdk)
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void areNotLostWhileTheirWakesAreOnTheWay(Jdk jdk) throws IOException {
        try (ChildJvm child = Dumps.start(jdk, "Serial", PingPong.class, directory, DUMPS)) {
            Dumps.await(child);
        }
        for (int i = 0; i < DUMPS; i++) {
            Verdicts verdicts = Verdicts.of(directory.resolve(i + ".hprof"));

            assertThat(verdicts.threads()).hasSizeGreaterThan(20);
            assertThat(verdicts.mistakes()).as("dump %d of %s", i, jdk).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void areNotProvenWhereCompiledCodeMayHoldTheWaker(Jdk jdk) throws IOException {
        Path dump = directory.resolve("compiled.hprof");
        List<String> options = List.of(
                "-XX:+UseSerialGC",
                "-Xbatch",
                "-XX:CompileCommand=quiet",
                "-XX:CompileCommand=dontinline," + InCompiledCode.class.getName() + "::hot",
                "-XX:CompileCommand=dontinline," + InCompiledCode.class.getName() + "::sleep");
        try (ChildJvm child = Dumps.start(jdk, options, InCompiledCode.class, dump)) {
            Dumps.await(child);
        }

        Verdicts verdicts = Verdicts.of(dump);
        assertThat(verdicts.labelled()).isEqualTo(2);
        assertThat(verdicts.mistakes()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void areNoneInAnIdleService(Jdk jdk) throws IOException {
        Path all = directory.resolve("all.hprof");
        Path live = directory.resolve("live.hprof");
        try (ChildJvm child = Dumps.start(jdk, "G1", IdleService.class, all, live)) {
            Dumps.await(child);
        }

        for (Verdicts verdicts : List.of(Verdicts.of(all), Verdicts.of(live))) {
            assertThat(verdicts.threads()).hasSizeGreaterThan(40);
            assertThat(verdicts.mistakes()).isEmpty();
        }
    }
}
