package dev.rouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.acceptance.polled.PolledService;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.JavaCommand;
import dev.rouse.testkit.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rouse's own runtime under {@code rouse run}: what it sees by itself is in the same report, with no set-up. */
class RuntimeFindingsTest {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final String MISTAKES = "dev.rouse.acceptance.polled.Mistakes$";

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.rouse.testkit.Jdks#supported")
    void findsEachMistakeWithItsTypeAndItsLine(Jdk jdk) throws IOException {
        List<ReportedFinding> findings = findingsIn(jdk, "mistaken");

        assertThat(findings)
                .filteredOn(finding -> finding.grade().equals("proven"))
                .extracting(finding -> finding.kind() + " " + finding.waiting().site() + " on "
                        + finding.waiting().source())
                .contains(
                        "lost-wake " + line("Forgotten") + " on " + MISTAKES + "Forgotten",
                        "lost-wake " + line("Cleared") + " on " + MISTAKES + "Cleared",
                        "lost-wake " + MISTAKES + "Unarmed on " + MISTAKES + "Unarmed",
                        "masked-wake " + line("Silent") + " on " + MISTAKES + "Silent",
                        "self-wake " + line("Restless") + " on " + MISTAKES + "Restless");
        assertThat(findings)
                .filteredOn(finding -> finding.waiting().source().endsWith("Cleared"))
                .as("which is told depends on who comes first, the look or the collector")
                .allSatisfy(finding -> assertThat(finding.evidence().get(0))
                        .containsAnyOf("let go of it unfired", "nobody held its waker"));
        assertThat(findings)
                .as("no other type is blamed")
                .allMatch(finding -> finding.waiting().source().startsWith(MISTAKES));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.rouse.testkit.Jdks#supported")
    void isSilentAboutTheCorrectedProgram(Jdk jdk) {
        assertThat(findingsIn(jdk, "corrected")).isEmpty();
    }

    private List<ReportedFinding> findingsIn(Jdk jdk, String version) {
        Path json = directory.resolve("findings.jsonl");
        JavaCommand host = JavaCommand.on(jdk).main(Rouse.withOwnMains(Rouse.runtime()), PolledService.class, version);
        try (ChildJvm child = Rouse.run(json, host).start()) {
            assertThat(child.awaitExit(BOUND)).as("%s", child).isZero();
            assertThat(child.out()).as("%s", child).contains("polled: done");
        }
        return ReportedFinding.in(json);
    }

    /** Where that leaf is marked in its source. */
    private static String line(String leaf) throws IOException {
        List<String> source = Files.readAllLines(
                Path.of("src", "test", "java", "dev", "rouse", "acceptance", "polled", "Mistakes.java"));
        for (int i = 0; i < source.size(); i++) {
            if (source.get(i).endsWith("// the line of " + leaf)) {
                return MISTAKES + leaf + ".poll(Mistakes.java:" + (i + 1) + ")";
            }
        }
        throw new AssertionError("no line of " + leaf + " is marked");
    }
}
