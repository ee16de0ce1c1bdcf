package dev.rouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RunTest {
    private static final String WATCHING = "rouse: watching (pid ";

    @TempDir
    Path directory;

    private Console console;

    @BeforeEach
    void makeConsole() throws IOException {
        console = new Console(directory);
    }

    @Test
    void passesOnTheCodeOfTheProgram() throws Exception {
        Console.Outcome outcome = console.here(run(new String[0], Console.host("", "exit", "7")));

        assertThat(outcome.code()).isEqualTo(7);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .contains(WATCHING, "lost-wake  PROVEN  50 waits will never end", "rouse: 1 finding in ");
    }

    @Test
    void exitsWithThreeForAFindingThatIsNamed() throws Exception {
        String[] options = {"--fail-on", "lost-wake", "--json", "-"};
        Console.Outcome outcome = console.run(run(options, Console.host("", "exit", "0")));

        assertThat(outcome.code()).isEqualTo(ExitCode.FOUND);
        assertThat(outcome.out().lines().map(FindingJson::read)).hasSize(1);
        assertThat(outcome.errLines()).singleElement().asString().startsWith(WATCHING);
    }

    @Test
    void keepsWhatItHeardWhenTheProgramHalts() throws Exception {
        String[] options = {"--json", directory.resolve("j").toString()};
        Console.Outcome outcome = console.run(run(options, Console.host("halt", "wait")));

        assertThat(outcome.code()).isEqualTo(4);
        assertThat(Files.readAllLines(directory.resolve("j")).stream().map(FindingJson::read))
                .hasSize(1);
    }

    @Test
    void endsTheProgramWhenItsTimeIsOver() throws Exception {
        Console.Outcome outcome = watchedFor(3);
        for (int seconds = 6; seconds <= 24 && !outcome.err().contains(WATCHING); seconds *= 2) {
            outcome = watchedFor(seconds); // the agent has not come up in that time
        }

        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).contains("rouse: 1 finding in ", "--for is over: ending the program");
    }

    private Console.Outcome watchedFor(int seconds) throws Exception {
        return console.run(run(new String[] {"--for", seconds + "s"}, Console.host("", "wait")));
    }

    @Test
    void sumsUpAndEndsTheProgramWhenInterrupted() throws Exception {
        Process process = console.start(run(new String[0], Console.host("", "wait")));
        while (!console.read("err").contains("lost-wake  PROVEN")
                || !console.read("out").contains("waiting")) {
            assertThat(process.isAlive()).isTrue();
            Thread.onSpinWait();
        }
        ProcessHandle host = process.children().findFirst().orElseThrow();
        process.destroy();

        assertThat(console.outcome(process).err()).contains("rouse: 1 finding in ");
        assertThat(host.isAlive()).isFalse();
    }

    @Test
    void reachesTheJvmOfAScriptThroughItsEnvironment() throws Exception {
        String[] script = {"sh", "-c", "\"$0\" \"$@\"; exit 9"};
        String[] command = Stream.of(script, Console.host("", "exit", "0"))
                .flatMap(Stream::of)
                .toArray(String[]::new);
        Console.Outcome outcome = console.run(run(new String[0], command));

        assertThat(outcome.code()).isEqualTo(9);
        assertThat(outcome.err()).contains("Picked up JAVA_TOOL_OPTIONS", "lost-wake  PROVEN  50 waits");
    }

    @Test
    void saysThatNoAgentHasAnswered() throws Exception {
        Console.Outcome outcome = console.here("run", "--", "sh", "-c", "kill -9 $$");

        assertThat(outcome.code()).isEqualTo(128 + 9);
        assertThat(outcome.errLines())
                .singleElement()
                .asString()
                .contains("ended with code 137 and no agent has answered: is it a Java program");
    }

    @Test
    void saysThatTheAgentRefused() throws Exception {
        Console.Outcome outcome = console.here(run(new String[0], Console.host("refuse", "exit", "0")));

        assertThat(outcome.code()).isZero();
        assertThat(outcome.errLines())
                .singleElement()
                .asString()
                .startsWith("rouse: the agent needs a quieter host (pid ");
    }

    private static String[] run(String[] options, String[] program) {
        return Stream.of(new String[] {"run"}, options, new String[] {"--"}, program)
                .flatMap(Stream::of)
                .toArray(String[]::new);
    }
}
