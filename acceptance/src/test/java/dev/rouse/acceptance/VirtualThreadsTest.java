package dev.rouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rouse.acceptance.cases.VirtualWarehouse;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.JavaCommand;
import dev.rouse.testkit.Jdk;
import dev.rouse.testkit.Jdks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Virtual threads that wait in every way there is, beside a main thread that only looks on. */
class VirtualThreadsTest {
    @TempDir
    Path directory;

    @Test
    void findsEachWaitThatNobodyWillEnd() {
        assertThat(findings("orders: 6 open"))
                .allMatch(finding -> finding.kind().equals("lost-wake"))
                .extracting(finding -> finding.waiting().site().replaceAll(".*\\.(\\w+)\\(.*", "$1"))
                .contains("awaitSignal", "awaitPermit", "awaitLatch", "awaitResult", "awaitNotify", "awaitUnpark");
    }

    @Test
    void isSilentWhenOneOfThemWillWakeTheOthers() {
        assertThat(findings("orders: 0 open", "late")).isEmpty();
    }

    private List<ReportedFinding> findings(String outcome, String... arguments) {
        Optional<Jdk> jdk = Jdks.ofFeature(25);
        assumeTrue(jdk.isPresent(), "there is no JDK 25 here, and 17 has no virtual threads");
        Path json = directory.resolve("findings.jsonl");
        JavaCommand host =
                JavaCommand.on(jdk.get()).main(Rouse.withOwnMains(List.of()), VirtualWarehouse.class, arguments);
        try (ChildJvm child = Rouse.run(json, host).start()) {
            assertThat(child.awaitExit(Duration.ofSeconds(60))).as("%s", child).isZero();
            assertThat(child.out()).as("%s", child).contains(outcome);
        }
        return ReportedFinding.in(json);
    }
}
