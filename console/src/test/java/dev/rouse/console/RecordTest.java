package dev.rouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.record.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RecordTest {
    @TempDir
    Path directory;

    private Console console;
    private Path file;

    @BeforeEach
    void makeConsole() throws IOException {
        console = new Console(directory);
        file = directory.resolve("seen.rouse");
    }

    @Test
    void keepsWhatTheAgentSaysAndReportsAsRunDoes() throws Exception {
        Console.Outcome outcome = console.here(record("exit", "7"));

        assertThat(outcome.code()).isEqualTo(7);
        assertThat(outcome.err())
                .contains(
                        "lost-wake  PROVEN  50 waits will never end",
                        "rouse: 1 finding in ",
                        "rouse: recorded 1 site in ");
        Recording recording = RecordingFile.read(file);
        assertThat(recording.ending().isWhole()).isTrue();
        assertThat(recording.findings()).hasSize(1);
        assertThat(recording.sources())
                .containsEntry(
                        4711L, Map.of("java", "17.0.15", "main", "com.acme.Main", "build", "acme.jar 1.2 c0ffee00"));
        assertThat(Objects.requireNonNull(recording.sites().get(SampleRecordings.SITE))
                        .wakes())
                .isEqualTo(2 * 6 * 64);
        assertThat(recording.told())
                .as("a line that is none is said")
                .anyMatch(entry -> entry.toString().contains("could not be read and is not recorded"));
    }

    @Test
    void replaysTheSameReport() throws Exception {
        String[] live = {"--json", directory.resolve("live.json").toString(), "--color", "always"};
        Console.Outcome recorded = console.here(Stream.of(
                        new String[] {"record", "--out", file.toString()},
                        live,
                        new String[] {"--"},
                        Console.host("", "exit", "0"))
                .flatMap(Stream::of)
                .toArray(String[]::new));
        Console.Outcome replayed = console.here(
                "replay",
                file.toString(),
                "--json",
                directory.resolve("replayed.json").toString(),
                "--color",
                "always");

        assertThat(replayed.code()).isZero();
        assertThat(recorded.err().replaceAll("(?m)^rouse: what the agent.*\\R", ""))
                .as("but for a note that came in between")
                .contains(replayed.out());
        assertThat(replayed.out()).contains("\033[1m", "PROVEN", "rouse: 1 finding in ");
        assertThat(Files.readString(directory.resolve("replayed.json")))
                .isEqualTo(Files.readString(directory.resolve("live.json")));
    }

    @Test
    void doesNotWriteOverAFileUnlessTold() throws Exception {
        Files.writeString(file, "somebody's");

        Console.Outcome refused = console.here(record("exit", "0"));

        assertThat(refused.code()).isEqualTo(ExitCode.BAD_USE);
        assertThat(refused.errLines())
                .containsExactly("rouse: '" + file + "' exists already: give --out another name, or say --overwrite");
        assertThat(file).hasContent("somebody's");
        String[] over = Stream.concat(
                        Stream.of("record", "--overwrite"),
                        Stream.of(record("exit", "0")).skip(1))
                .toArray(String[]::new);
        assertThat(console.here(over).code()).isZero();
        assertThat(RecordingFile.read(file).findings()).hasSize(1);
    }

    @Test
    void leavesNoFileBehindInWhichNothingIs() throws Exception {
        Console.Outcome outcome = console.here("record", "--out", file.toString(), "--", "true");

        assertThat(outcome.errLines()).singleElement().asString().contains("no agent has answered");
        assertThat(file).doesNotExist();
    }

    private String[] record(String... host) {
        return Stream.of(new String[] {"record", "--out", file.toString(), "--"}, Console.host("", host))
                .flatMap(Stream::of)
                .toArray(String[]::new);
    }
}
