package dev.rouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.Jdk;
import dev.rouse.testkit.Jdks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The slow story in Rust as {@code rouse.jar} sees it: its fixed and its buggy service, played from what they have
 * sent, recorded side by side, replayed and compared.
 */
@Execution(ExecutionMode.SAME_THREAD)
class TokioTest {
    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final String SLOW_LINE = "services/src/bin/slow/main.rs:25";

    @TempDir
    static Path directory;

    @BeforeAll
    static void record() throws IOException {
        List<Jdk> jdks = Jdks.supported();
        try (TokioService fixed = TokioService.playing("slow-fixed");
                TokioService again = TokioService.playing("slow-fixed-again");
                TokioService buggy = TokioService.playing("slow-buggy");
                ChildJvm first = recorder(jdks.get(0), "fixed", fixed, "any");
                ChildJvm second = recorder(jdks.get(jdks.size() - 1), "again", again, "any");
                ChildJvm third = recorder(jdks.get(0), "buggy", buggy, "masked-wake")) {
            assertThat(first.awaitExit(BOUND)).as("%s", first).isZero();
            assertThat(second.awaitExit(BOUND)).as("%s", second).isZero();
            assertThat(third.awaitExit(BOUND)).as("%s", third).isEqualTo(3);
            assertThat(third.out()).anyMatch(line -> line.startsWith("masked-wake  SUSPECTED"));
            assertThat(third.err()).anyMatch(line -> line.startsWith("rouse: recorded "));
        }
    }

    private static ChildJvm recorder(Jdk jdk, String name, TokioService service, String failOn) {
        return Rouse.command(jdk, "record", "--out", file(name), "--for", "8s", "--fail-on", failOn, service.url())
                .start();
    }

    private static String file(String name) {
        return directory.resolve(name + ".rouse").toString();
    }

    @Test
    void replaysWhatWasFound() {
        try (ChildJvm replay = rouse("replay", "--fail-on", "masked-wake", file("buggy"))) {
            assertThat(replay.awaitExit(BOUND)).as("%s", replay).isEqualTo(3);
            assertThat(replay.out()).as("%s", replay).contains("  waits     " + SLOW_LINE);
        }
    }

    @Test
    void namesTheLineThatHasBecomeSlow() {
        try (ChildJvm compare = rouse("compare", "--fail-on", "regression", file("fixed"), file("buggy"))) {
            assertThat(compare.awaitExit(BOUND)).as("%s", compare).isEqualTo(3);
            assertThat(compare.out()).as("%s", compare).anyMatch(line -> line.startsWith("waits-longer"));
            assertThat(compare.out().get(0)).matches("rouse: base .* http://127.0.0.1:\\d+ on Tokio 1\\.\\d+\\.\\d+");
        }
    }

    @Test
    void findsTwoRunsOfTheFixedServiceEqual() {
        try (ChildJvm compare = rouse("compare", "--fail-on", "regression", file("fixed"), file("again"))) {
            assertThat(compare.awaitExit(BOUND)).as("%s", compare).isZero();
            assertThat(compare.out()).last().asString().startsWith("rouse: no regression; 1 site compared");
        }
    }

    @Test
    void refusesInOneSentenceWhereNoServiceAnswers() {
        try (ChildJvm rouse = rouse("record", "--out", file("none"), "http://127.0.0.1:1")) {
            assertThat(rouse.awaitExit(BOUND)).as("%s", rouse).isEqualTo(2);
            assertThat(rouse.err())
                    .singleElement()
                    .asString()
                    .startsWith("rouse: nothing answers at http://127.0.0.1:1");
            assertThat(Path.of(file("none"))).doesNotExist();
        }
    }

    private static ChildJvm rouse(String... words) {
        return Rouse.command(Jdk.running(), words).start();
    }
}
