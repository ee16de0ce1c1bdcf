package dev.rouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rouse.acceptance.cases.JdkQueue8301341;
import dev.rouse.acceptance.cases.RealBug;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.JavaCommand;
import dev.rouse.testkit.Jdk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A bug of the JDK itself under {@code rouse run}: found on 17, which has it; no word about it on 25. */
class JdkBugTest {
    private static final Duration BOUND = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("dev.rouse.testkit.Jdks#supported")
    void findsAPollThatSpinsForEver(Jdk jdk) {
        Path json = directory.resolve("findings.jsonl");
        JavaCommand host = JavaCommand.on(jdk)
                .options("-Xint") // its threads meet more often
                .main(Rouse.withOwnMains(List.of()), JdkQueue8301341.class);
        try (ChildJvm child = Rouse.run(json, host).start()) {
            assertThat(child.awaitExit(BOUND)).as("%s", child).isZero();
            boolean happened = child.out().stream().anyMatch(RealBug::isReproduced);
            assumeTrue(jdk.feature() != 17 || happened, "it is a race, and it did not happen: " + child.out());
            assertThat(happened).as("%s", child).isEqualTo(jdk.feature() == 17);
        }
        List<ReportedFinding> findings = ReportedFinding.in(json);
        if (jdk.feature() == 17) {
            assertThat(findings)
                    .anyMatch(finding -> finding.kind().equals("no-progress")
                            && finding.isAt(java.util.regex.Pattern.compile("LinkedTransferQueue|JdkQueue8301341")));
        } else {
            assertThat(findings).isEmpty();
        }
    }
}
