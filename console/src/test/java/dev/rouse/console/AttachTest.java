package dev.rouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class AttachTest {
    @TempDir
    Path directory;

    private Console console;
    private final List<Process> hosts = new ArrayList<>();

    @BeforeEach
    void makeConsole() throws IOException {
        console = new Console(directory);
    }

    @AfterEach
    void endHosts() {
        hosts.forEach(Process::destroyForcibly);
    }

    @Test
    void reportsOnARunningJvmAndLeavesIt() throws Exception {
        long pid = host("");
        Console.Outcome outcome = console.run("attach", "" + pid, "--for", "300ms", "--fail-on", "any");

        assertThat(outcome.code()).isEqualTo(ExitCode.FOUND);
        assertThat(outcome.out())
                .contains("lost-wake  PROVEN  50 waits will never end")
                .containsPattern("rouse: 1 finding in \\d+\\.\\d s");
        assertThat(outcome.err())
                .contains("rouse: the agent has left, process " + pid + " is as it was: nothing is left");
    }

    @Test
    void passesOnWhyTheAgentRefused() throws Exception {
        long pid = host("refuse");
        Console.Outcome outcome = console.here("attach", "" + pid);

        assertThat(outcome.code()).isEqualTo(ExitCode.BAD_USE);
        assertThat(outcome.err()).contains("rouse: process " + pid + ": the agent needs a quieter host");
    }

    @ParameterizedTest
    @CsvSource({"-XX:+DisableAttachMechanism", "-XX:-EnableDynamicAgentLoading"})
    void refusesAJvmThatTakesNoAgent(String flag) throws Exception {
        long pid = host("", flag);
        refuses("process " + pid + " runs with " + flag, "attach", "" + pid);
        Console.Outcome doctor = console.here("doctor", "" + pid);
        assertThat(doctor.code()).isEqualTo(ExitCode.BAD_USE);
        assertThat(doctor.out()).contains("problem  process " + pid + " runs with " + flag, "-> restart it with");
    }

    @Test
    void findsFlagsThatAFileGaveTheJvm() throws Exception {
        Path options = Files.writeString(directory.resolve("options"), "-XX:-EnableDynamicAgentLoading");
        long pid = host("", "@" + options);

        refuses("process " + pid + " runs with -XX:-EnableDynamicAgentLoading", "attach", "" + pid);
        assertThat(console.here("doctor", "" + pid).out())
                .contains("problem  process " + pid + " runs with -XX:-Enable");
    }

    @Test
    void refusesWhatIsNotAJvm() throws Exception {
        Process cat = new ProcessBuilder("cat").start();
        hosts.add(cat);

        refuses("process " + cat.pid() + " (cat) is not a JVM", "attach", "" + cat.pid());
        assertThat(cat.isAlive()).isTrue();
    }

    @Test
    void asksForAPidWhenANameMeansSeveral() throws Exception {
        long one = host("");
        long two = host("");

        refuses("" + one, "attach", Host.class.getName());
        refuses("" + two, "attach", Host.class.getName());
    }

    @Test
    void checksTheJsonPathBeforeItAttaches() throws Exception {
        long pid = host("");

        refuses("cannot write JSON to '" + directory + "'", "attach", "" + pid, "--json", directory.toString());
    }

    @Test
    void listsTheJvmAndFindsNothingWrongWithIt() throws Exception {
        long pid = host("");

        assertThat(console.here("list").out().lines())
                .anyMatch(line -> line.startsWith(pid + " ")
                        && line.contains(" " + System.getProperty("java.version") + " ")
                        && line.endsWith(" " + Host.class.getName()));
        Console.Outcome doctor = console.here("doctor", "" + pid);
        assertThat(doctor.out()).contains("ok       it answers an attach").doesNotContain("problem");
        assertThat(doctor.code()).isZero();
    }

    private void refuses(String why, String... command) throws Exception {
        Console.Outcome outcome = console.here(command);
        assertThat(outcome.code()).isEqualTo(ExitCode.BAD_USE);
        assertThat(outcome.errLines())
                .singleElement()
                .asString()
                .startsWith("rouse: ")
                .contains(why);
    }

    /** Starts a JVM and waits until its main method runs. */
    private long host(String fake, String... jvmOptions) throws IOException {
        List<String> command = new ArrayList<>(List.of(Console.host(fake, "wait")));
        command.addAll(1, List.of(jvmOptions));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        hosts.add(process);
        assertThat(process.getInputStream().read()).isEqualTo('w');
        return process.pid();
    }
}
