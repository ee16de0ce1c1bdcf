package dev.rouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.acceptance.innocent.CrowdedLoopService;
import dev.rouse.acceptance.innocent.Innocent;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.JavaCommand;
import dev.rouse.testkit.Jdk;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event loop that is busy all the time is not held: apart from the other innocents, which it would starve. */
class CrowdedLoopTest {
    @TempDir
    Path directory;

    @Test
    void isNotSpokenAbout() {
        Path json = directory.resolve("findings.jsonl");
        JavaCommand host = JavaCommand.on(Jdk.running())
                .options("-Drouse.innocent.seconds=8")
                .main(Rouse.withOwnMains(Innocent.NETTY.libraries()), CrowdedLoopService.class);
        try (ChildJvm child = Rouse.run(json, host).start()) {
            assertThat(child.awaitExit(Duration.ofSeconds(60))).as("%s", child).isZero();
            assertThat(child.out()).as("%s", child).anyMatch(line -> line.matches(Innocent.ALL_RIGHT));
        }
        assertThat(ReportedFinding.in(json)).isEmpty();
    }
}
