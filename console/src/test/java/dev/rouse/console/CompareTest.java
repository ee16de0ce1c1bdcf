package dev.rouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rouse.engine.model.Grade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareTest {
    @TempDir
    Path directory;

    private Console console;
    private String base;
    private String same;
    private String slower;

    @BeforeEach
    void makeConsole() throws IOException {
        console = new Console(directory);
        base = SampleRecordings.write(directory.resolve("base.rouse"), 0).toString();
        same = SampleRecordings.write(directory.resolve("same.rouse"), 0.1).toString();
        slower = SampleRecordings.write(directory.resolve("slower.rouse"), 5).toString();
    }

    @Test
    void findsNothingInEqualRuns() {
        Console.Outcome outcome = console.here("compare", "--fail-on", "regression", base, same);

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out().lines())
                .containsExactly(
                        "rouse: base '" + base
                                + "', 20.0 s, 1 site, com.acme.Main of acme.jar 1.2 c0ffee00 on Java 17.0.15",
                        "rouse: now '" + same
                                + "', 20.0 s, 1 site, com.acme.Main of acme.jar 1.2 c0ffee00 on Java 17.0.15",
                        "",
                        "rouse: no regression; 1 site compared");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void namesTheSiteThatIsSlowerAndFailsWhereThatIsAskedFor() {
        Console.Outcome outcome = console.here("compare", "--fail-on", "regression", base, slower);

        assertThat(outcome.code()).isEqualTo(ExitCode.FOUND);
        assertThat(outcome.out())
                .contains("waits-longer  ", " ms longer a wait, adds ", "  at        " + SampleRecordings.SITE.name());
        assertThat(console.here("compare", base, slower).code()).isZero();
        assertThat(console.here("compare", "--fail-on", "regression", slower, base)
                        .code())
                .as("to be faster is no regression")
                .isZero();
    }

    @Test
    void countsANewFindingAsARegressionUnlessItsGradeIsTooLow() throws IOException {
        String found = SampleRecordings.write(
                        directory.resolve("found.rouse"), 0, SampleFindings.lostWake(Grade.SUSPECTED, 2))
                .toString();

        Console.Outcome outcome = console.here("compare", "--fail-on", "regression", base, found);

        assertThat(outcome.code()).isEqualTo(ExitCode.FOUND);
        assertThat(outcome.out()).contains("new-finding  lost-wake suspected: 2 waits will probably never end");
        assertThat(console.here("compare", "--fail-on", "regression", "--min-grade", "proven", base, found)
                        .code())
                .isZero();
        assertThat(console.here("compare", "--fail-on", "regression", found, base)
                        .out())
                .contains("gone-finding  lost-wake suspected");
    }

    @Test
    void writesJsonLines() throws IOException {
        Path json = directory.resolve("changes.jsonl");

        console.here("compare", "--json", json.toString(), base, slower);

        List<String> lines = Files.readAllLines(json);
        JsonNode head = new ObjectMapper().readTree(lines.get(0));
        JsonNode change = new ObjectMapper().readTree(lines.get(1));
        assertThat(lines).hasSize(2);
        assertThat(head.path("regressions").asInt()).isEqualTo(1);
        assertThat(head.path("base").path("build").asText()).isEqualTo("acme.jar 1.2 c0ffee00");
        assertThat(change.path("change").asText()).isEqualTo("waits-longer");
        assertThat(change.path("shiftMs").path("low").asDouble()).isBetween(4.0, 5.1);
    }

    @Test
    void saysWhatIsMissingInAFile() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of(slower));
        Files.write(Path.of(slower), Arrays.copyOf(whole, whole.length - 30));

        Console.Outcome outcome = console.here("compare", "--fail-on", "regression", base, slower);

        assertThat(outcome.code()).isEqualTo(ExitCode.FOUND);
        assertThat(outcome.errLines())
                .singleElement()
                .asString()
                .startsWith("rouse: '" + slower + "' ends within an entry");
    }

    @Test
    void refusesWhatIsTooShortToTellNoiseFromChange() throws IOException {
        String brief =
                SampleRecordings.write(directory.resolve("brief.rouse"), 3, 0).toString();

        Console.Outcome outcome = console.here("compare", base, brief);

        assertThat(outcome.code()).isEqualTo(ExitCode.BAD_USE);
        assertThat(outcome.errLines())
                .containsExactly(
                        "rouse: '" + brief + "' holds 3 s of what was seen, too little to know how much it varies by"
                                + " itself: record at least 10 s");
    }
}
