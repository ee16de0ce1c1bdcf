package dev.rouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.acceptance.cases.KafkaMemory4840;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.JavaCommand;
import dev.rouse.testkit.Jdk;
import dev.rouse.testkit.Library;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A service whose main has returned: the JVM makes of its thread one that waits for the others, and that could look
 * like somebody who may still wake them.
 */
class MainHasReturnedTest {
    private static final Duration BOUND = Duration.ofSeconds(90);
    private static final String KAFKA = "org.apache.kafka:kafka-clients:";

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.rouse.testkit.Jdks#supported")
    void findsWhoWaitsForEverAndIsSilentOncePutRight(Jdk jdk) {
        Path lost = directory.resolve("lost.jsonl");
        Path fine = directory.resolve("fine.jsonl");
        try (ChildJvm one = run(lost, jdk, "0.10.2.1").start();
                ChildJvm other = run(fine, jdk, "0.11.0.3").start()) {
            awaitEnd(one, "lost: 512 bytes");
            awaitEnd(other, "lost: 0 bytes");
        }

        assertThat(ReportedFinding.in(lost)).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo("lost-wake");
            assertThat(finding.waiting().site()).contains("BufferPool.allocate(BufferPool.java:");
        });
        assertThat(ReportedFinding.in(fine)).isEmpty();
    }

    private static JavaCommand run(Path json, Jdk jdk, String version) {
        List<Path> libraries = new Library(KAFKA + version).classPath();
        JavaCommand host = JavaCommand.on(jdk).main(Rouse.withOwnMains(libraries), KafkaMemory4840.class);
        return Rouse.command(jdk, "run", "--for", "12s", "--json", json.toString(), "--")
                .around(host);
    }

    private static void awaitEnd(ChildJvm child, String outcome) {
        assertThat(child.awaitExit(BOUND)).as("%s", child).isZero();
        assertThat(child.out()).as("%s", child).contains(outcome);
    }
}
