package dev.rouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.acceptance.cases.RealBug;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.JavaCommand;
import dev.rouse.testkit.Jdk;
import dev.rouse.testkit.Jdks;
import dev.rouse.testkit.Library;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bugs of released libraries under {@code rouse run}: the buggy version is found, the fixed one is not spoken about.
 */
class RealBugsTest {
    private static final Duration BOUND = Duration.ofMinutes(2);

    /** Seconds that a program waits for its answer. */
    private static final int SHORT = 6;

    /** The same where nothing was found: on a crowded machine the start alone may take that long. */
    private static final int LONG = 20;

    /** Scala's promises are not watched yet, so nothing is promised about what hangs on one. */
    private static final Set<RealBug> NOT_PROMISED_YET = EnumSet.of(RealBug.AKKA_23078);

    @TempDir
    Path directory;

    static Stream<Arguments> promised() {
        return onEveryJdk(EnumSet.complementOf(EnumSet.copyOf(NOT_PROMISED_YET)));
    }

    static Stream<Arguments> notPromisedYet() {
        return onEveryJdk(NOT_PROMISED_YET);
    }

    static Stream<Arguments> fixed() {
        return onEveryJdk(EnumSet.allOf(RealBug.class));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("promised")
    void findsTheBug(RealBug bug, Jdk jdk, TestReporter reporter) {
        List<ReportedFinding> findings = findingsIn(bug, bug.buggy(), jdk, SHORT, RealBug::isReproduced);
        if (findings.stream().noneMatch(finding -> finding.tells(bug))) {
            reporter.publishEntry(bug.toString(), "not found in " + SHORT + " s, looked at for " + LONG);
            findings = findingsIn(bug, bug.buggy(), jdk, LONG, RealBug::isReproduced);
        }
        assertThat(findings).anyMatch(finding -> finding.tells(bug));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("fixed")
    void isSilentOnTheFixedVersion(RealBug bug, Jdk jdk) {
        assertThat(findingsIn(bug, bug.fixed(), jdk, SHORT, RealBug::isAbsent)).isEmpty();
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("notPromisedYet")
    void isNotPromisedYetButEitherSilentOrRight(RealBug bug, Jdk jdk, TestReporter reporter) {
        List<ReportedFinding> findings = findingsIn(bug, bug.buggy(), jdk, SHORT, RealBug::isReproduced);
        reporter.publishEntry(bug + " on " + jdk, findings.isEmpty() ? "not covered yet" : "found: " + findings);
        assertThat(findings).allMatch(finding -> finding.tells(bug));
    }

    private List<ReportedFinding> findingsIn(
            RealBug bug, Library library, Jdk jdk, int seconds, Predicate<String> outcome) {
        Path json = directory.resolve("findings.jsonl");
        JavaCommand host = JavaCommand.on(jdk)
                .options(bug.options(directory))
                .options("-Drouse.case.patience=" + seconds)
                .main(Rouse.withOwnMains(bug.classPath(library)), bug.main());
        try (ChildJvm child = Rouse.run(json, host).start()) {
            assertThat(child.awaitExit(BOUND)).as("%s", child).isZero();
            bug.assumeNotRacy(library, child.out());
            assertThat(child.out()).anyMatch(outcome);
        }
        return ReportedFinding.in(json);
    }

    private static Stream<Arguments> onEveryJdk(Set<RealBug> bugs) {
        return Jdks.supported().stream()
                .flatMap(jdk -> bugs.stream()
                        .filter(bug -> bug.runsOn(jdk) && !bug.burns())
                        .map(bug -> Arguments.of(bug, jdk)));
    }
}
