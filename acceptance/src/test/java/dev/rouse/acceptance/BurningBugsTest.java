package dev.rouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.acceptance.cases.RealBug;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.JavaCommand;
import dev.rouse.testkit.Jdk;
import dev.rouse.testkit.Library;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * As {@link RealBugsTest}, of the bugs that burn a core, and on one JDK, to save the time: the buggy versions one at a
 * time, the fixed ones, which do not burn, side by side.
 */
@Isolated
class BurningBugsTest {
    private static final Duration BOUND = Duration.ofSeconds(60);

    /** Seconds that a program lives. */
    private static final int SHORT = 9;

    /**
     * The same where nothing was found: on a crowded machine the start takes some, and the look at the loop as many.
     */
    private static final int LONG = 20;

    @TempDir
    Path directory;

    static Stream<RealBug> burning() {
        return Stream.of(RealBug.values()).filter(RealBug::burns);
    }

    @ParameterizedTest
    @MethodSource("burning")
    void findsTheBug(RealBug bug, TestReporter reporter) {
        List<ReportedFinding> findings = findingsInBuggy(bug, SHORT);
        if (findings.stream().noneMatch(finding -> finding.tells(bug))) {
            reporter.publishEntry(bug.toString(), "not found in " + SHORT + " s, looked at for " + LONG);
            findings = findingsInBuggy(bug, LONG);
        }
        assertThat(findings).anyMatch(finding -> finding.tells(bug));
    }

    private List<ReportedFinding> findingsInBuggy(RealBug bug, int seconds) {
        try (ChildJvm child = start(bug, bug.buggy(), seconds)) {
            return findings(bug, child, RealBug::isReproduced);
        }
    }

    @Test
    void isSilentOnTheFixedVersions() {
        Map<RealBug, ChildJvm> children = new EnumMap<>(RealBug.class);
        try {
            burning().forEach(bug -> children.put(bug, start(bug, bug.fixed(), SHORT)));
            children.forEach((bug, child) -> assertThat(findings(bug, child, RealBug::isAbsent))
                    .as("%s", bug)
                    .isEmpty());
        } finally {
            children.values().forEach(ChildJvm::close);
        }
    }

    private ChildJvm start(RealBug bug, Library library, int seconds) {
        JavaCommand host = JavaCommand.on(Jdk.running())
                .options("-Drouse.case.patience=" + seconds)
                .main(Rouse.withOwnMains(library.classPath()), bug.main());
        return Rouse.run(json(bug), host).start();
    }

    private List<ReportedFinding> findings(RealBug bug, ChildJvm child, Predicate<String> outcome) {
        assertThat(child.awaitExit(BOUND)).as("%s", child).isZero();
        assertThat(child.out()).as("%s", child).anyMatch(outcome);
        return ReportedFinding.in(json(bug));
    }

    private Path json(RealBug bug) {
        return directory.resolve(bug + ".jsonl");
    }
}
