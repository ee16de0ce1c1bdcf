package dev.rouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.acceptance.cases.BurningLoop;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.JavaCommand;
import dev.rouse.testkit.Jdk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Loops that burn a core, one at a time: those that get nowhere are found, the nearest that get on are not. */
@Isolated
@EnabledIfSystemProperty(named = "rouse.all", matches = "true", disabledReason = "a control, see CONTRIBUTING.md")
class BurningLoopsTest {
    private static final int SECONDS = 15;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void tellsOfThoseThatGetNowhere(BurningLoop loop) {
        Path findings = directory.resolve(loop + ".jsonl");
        JavaCommand host = JavaCommand.on(Jdk.running())
                .main(Rouse.withOwnMains(List.of()), BurningLoop.class, loop.name(), String.valueOf(SECONDS));
        try (ChildJvm child = Rouse.run(findings, host).start()) {
            assertThat(child.awaitExit(Duration.ofSeconds(SECONDS + 60)))
                    .as("%s", child)
                    .isZero();
            List<ReportedFinding> told = ReportedFinding.in(findings);
            assertThat(told.isEmpty()).as("%s of %s", told, child).isEqualTo(!loop.isUseless());
        }
    }
}
