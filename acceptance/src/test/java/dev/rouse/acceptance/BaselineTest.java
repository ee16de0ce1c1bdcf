package dev.rouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.rouse.acceptance.baseline.BusyShop;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.JavaCommand;
import dev.rouse.testkit.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A busy service recorded three times side by side: twice as it is, and once with 5 ms more at one line. The first two
 * compare equal, the third one's line is named first.
 */
@Execution(ExecutionMode.SAME_THREAD)
class BaselineTest {
    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final String SECONDS = "18";
    private static final String A_SECOND = "400";

    @TempDir
    static Path directory;

    @BeforeAll
    static void record() {
        try (ChildJvm base = service("base", "0");
                ChildJvm same = service("same", "0");
                ChildJvm slow = service("slow", "5")) {
            for (ChildJvm child : List.of(base, same, slow)) {
                assertThat(child.awaitExit(BOUND)).as("%s", child).isZero();
                assertThat(child.err()).as("%s", child).anyMatch(line -> line.startsWith("rouse: recorded "));
            }
        }
    }

    private static ChildJvm service(String name, String delayMs) {
        JavaCommand host = JavaCommand.on(Jdk.running())
                .options("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
                .main(Rouse.withOwnMains(List.of()), BusyShop.class, SECONDS, A_SECOND, delayMs);
        return Rouse.command(Jdk.running(), "record", "--out", file(name).toString(), "--")
                .around(host)
                .start();
    }

    private static Path file(String name) {
        return directory.resolve(name + ".rouse");
    }

    @Test
    void findsTwoRunsOfTheSameBuildEqual() {
        try (ChildJvm compare = compare("same", directory.resolve("same.jsonl"))) {
            assertThat(compare.awaitExit(BOUND)).as("%s", compare).isZero();
            assertThat(compare.out()).as("%s", compare).noneMatch(line -> line.startsWith("  at "));
            assertThat(compare.out()).last().asString().startsWith("rouse: no regression; ");
        }
    }

    @Test
    void namesTheLineFirstThatWaitsFiveMillisecondsLonger() throws IOException {
        Path json = directory.resolve("slow.jsonl");
        try (ChildJvm compare = compare("slow", json)) {
            assertThat(compare.awaitExit(BOUND)).as("%s", compare).isEqualTo(3);
        }
        JsonObject first =
                JsonParser.parseString(Files.readAllLines(json).get(1)).getAsJsonObject();
        JsonObject shift = first.getAsJsonObject("shiftMs");
        assertThat(first.get("change").getAsString()).isEqualTo("waits-longer");
        assertThat(first.get("site").getAsString()).isEqualTo(slowLine());
        assertThat(shift.get("low").getAsDouble()).isLessThan(5.5);
        assertThat(shift.get("high").getAsDouble()).isGreaterThan(4.5);
    }

    @Test
    void replaysARecording() {
        try (ChildJvm replay =
                Rouse.command(Jdk.running(), "replay", file("base").toString()).start()) {
            assertThat(replay.awaitExit(BOUND)).as("%s", replay).isZero();
            assertThat(replay.out()).as("%s", replay).singleElement().asString().startsWith("rouse: no finding in ");
        }
    }

    private static ChildJvm compare(String other, Path json) {
        return Rouse.command(
                        Jdk.running(),
                        "compare",
                        "--fail-on",
                        "regression",
                        "--json",
                        json.toString(),
                        file("base").toString(),
                        file(other).toString())
                .start();
    }

    private static String slowLine() throws IOException {
        List<String> source = Files.readAllLines(Path.of("src/test/java/dev/rouse/acceptance/baseline/BusyShop.java"));
        for (int i = 0; i < source.size(); i++) {
            if (source.get(i).endsWith("// the slow line")) {
                return BusyShop.class.getName() + ".stock(BusyShop.java:" + (i + 1) + ")";
            }
        }
        throw new AssertionError("no line is marked");
    }
}
