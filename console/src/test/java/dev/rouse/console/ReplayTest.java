package dev.rouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    @TempDir
    Path directory;

    private Console console;
    private Path file;

    @BeforeEach
    void makeConsole() throws IOException {
        console = new Console(directory);
        file = SampleRecordings.write(
                directory.resolve("seen.rouse"),
                0,
                SampleFindings.lostWake(Grade.PROVEN, 50),
                SampleFindings.finding(Kind.SELF_WAKE, Grade.SUSPECTED, 3));
    }

    @Test
    void reportsWhatWasTold() {
        Console.Outcome outcome = console.here("replay", file.toString());

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .contains(
                        "lost-wake  PROVEN  50 waits will never end",
                        "self-wake  SUSPECTED",
                        "rouse: 2 findings in 20.0 s");
        assertThat(outcome.errLines()).containsExactly("rouse: watching (pid 4711)");
    }

    @Test
    void heedsTheOptionsOfAReport() {
        Console.Outcome outcome = console.here(
                "replay", "--min-grade", "proven", "--fail-on", "lost-wake", "--json", "-", file.toString());
        Console.Outcome other =
                console.here("replay", "--min-grade", "proven", "--fail-on", "self-wake", file.toString());

        assertThat(outcome.code()).isEqualTo(ExitCode.FOUND);
        assertThat(other.code()).isZero();
        assertThat(other.out()).contains("1 finding in 20.0 s, and 1 below --min-grade proven");
    }

    @Test
    void tellsAllOfAFileThatWasCutOffAndSaysSo() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 10));

        Console.Outcome outcome = console.here("replay", file.toString());

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).contains("rouse: 2 findings in 20.0 s");
        assertThat(outcome.errLines())
                .last()
                .asString()
                .startsWith("rouse: '" + file + "' ends within an entry: its last ")
                .endsWith("all before them is here");
    }

    @Test
    void refusesAFileOfWhichNothingIsLeft() throws IOException {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 15));

        Console.Outcome outcome = console.here("replay", file.toString());

        assertThat(outcome.code()).isEqualTo(ExitCode.BAD_USE);
        assertThat(outcome.errLines())
                .containsExactly(
                        "rouse: '" + file + "' holds no entry that can be read: copy it again, or record again");
    }
}
