package dev.rouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The story in Rust with a script in the place of {@code run.sh}: what is said when it cannot be played. */
@Timeout(60)
class TokioDemoTest {
    @TempDir
    Path home;

    private Console console;

    @BeforeEach
    void isAtHome() throws IOException {
        console = new Console(home);
        System.setProperty("rouse.home", home.toString());
    }

    @AfterEach
    void forgets() {
        System.clearProperty("rouse.home");
    }

    private void runsAs(String script) throws IOException {
        Path file = home.resolve(Path.of("examples", "tokio", "run.sh"));
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, "#!/bin/sh\necho \"$@\" >> " + home + "/said\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private String said() throws IOException {
        return Files.readString(home.resolve("said"));
    }

    @Test
    void saysWhereTheServicesShouldBe() {
        Console.Outcome outcome = console.here("demo", "tokio");

        assertThat(outcome.code()).isEqualTo(ExitCode.BAD_USE);
        assertThat(outcome.err()).contains("the Rust services are not at '" + home, "in the source tree");
    }

    @Test
    void saysThatTheServiceCannotBeBuilt() throws IOException {
        runsAs("exit 2");

        Console.Outcome outcome = console.here("demo", "tokio");

        assertThat(outcome.code()).isEqualTo(ExitCode.BAD_USE);
        assertThat(outcome.err()).contains("the service could not be built");
        assertThat(said()).isEqualTo("--build hang-buggy\n");
    }

    @Test
    void saysThatTheServiceHasEnded() throws IOException {
        runsAs("exit 0");

        Console.Outcome outcome = console.here("demo", "tokio", "--fixed", "--json", "-");

        assertThat(outcome.code()).isEqualTo(ExitCode.BAD_USE);
        assertThat(outcome.err()).contains("the service does not serve its console");
        assertThat(said()).startsWith("--build hang-fixed\nhang-fixed --console-port ");
    }
}
