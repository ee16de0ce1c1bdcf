package dev.rouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.acceptance.cases.RealBug;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.JavaCommand;
import dev.rouse.testkit.Jdk;
import dev.rouse.testkit.Library;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** As {@link RealBugsTest}, of the bugs that burn a core: one at a time, and on one JDK, to save the time. */
@Isolated
class BurningBugsTest {
    private static final Duration BOUND = Duration.ofSeconds(60);

    /** Seconds that a program lives: on a slow machine its start takes some, and the look at its loop as many. */
    private static final int LONG = 12;

    private static final int SHORT = 7;

    @TempDir
    Path directory;

    static Stream<RealBug> burning() {
        return Stream.of(RealBug.values()).filter(RealBug::burns);
    }

    @ParameterizedTest
    @MethodSource("burning")
    void findsTheBug(RealBug bug) {
        assertThat(findingsIn(bug, bug.buggy(), RealBug::isReproduced, LONG))
                .anyMatch(finding -> bug.kinds().contains(finding.kind()) && finding.isAt(bug.place()));
    }

    @ParameterizedTest
    @MethodSource("burning")
    void isSilentOnTheFixedVersion(RealBug bug) {
        assertThat(findingsIn(bug, bug.fixed(), RealBug::isAbsent, SHORT)).isEmpty();
    }

    private List<ReportedFinding> findingsIn(RealBug bug, Library library, Predicate<String> outcome, int seconds) {
        Path json = directory.resolve("findings.jsonl");
        JavaCommand host = JavaCommand.on(Jdk.running())
                .options("-Drouse.case.patience=" + seconds)
                .main(Rouse.withOwnMains(library.classPath()), bug.main());
        try (ChildJvm child = Rouse.run(json, host).start()) {
            assertThat(child.awaitExit(BOUND)).as("%s", child).isZero();
            assertThat(child.out()).anyMatch(outcome);
        }
        return ReportedFinding.in(json);
    }
}
