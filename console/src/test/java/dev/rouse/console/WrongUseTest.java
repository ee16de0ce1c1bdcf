package dev.rouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong is said in one line on standard error, and the exit code is 2. */
class WrongUseTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream standardError = System.err;

    @BeforeEach
    void keepStandardError() {
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        System.setProperty("rouse.agent.jar", ownJar());
    }

    @AfterEach
    void giveStandardErrorBack() {
        System.setErr(standardError);
        System.clearProperty("rouse.agent.jar");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "` `                                | no command was given",
                "frobnicate                         | 'frobnicate' is not known, the commands are run, attach, list, doctor, demo; see 'rouse --help'",
                "attach                             | Missing required parameter: 'PID|NAME'",
                "attach 2147483646 --jsn x                   | '--jsn' is not known, did you mean '--json'?; see 'rouse attach --help'",
                "attach 2147483646 --for 3x                  | --for: '3x' is no duration: write a number and a unit",
                "attach 2147483646 --for 0s                  | --for: '0s' is too short a time",
                "attach 2147483646 --for                     | Missing required parameter for option '--for'",
                "attach 2147483646 --fail-on lost-sock       | no kind of finding is called 'lost-sock'; known are lost-wake,",
                "attach 2147483646 --min-grade sure          | a grade is 'suspected' or 'proven', not 'sure'",
                "attach 2147483646 --color pink              | colour is auto, always or never, not 'pink'",
                "attach 2147483646                  | no process 2147483646 is running",
                "attach 99999999999999999999        | '99999999999999999999' is no process id",
                "attach com.acme.NoSuchProgram      | no JVM of yours has 'com.acme.NoSuchProgram' in its name",
                "run                                | there is no program to run",
                "run -- no-such-program-here        | cannot start 'no-such-program-here': No such file or directory",
                "run --json /no/such/file -- java   | cannot write JSON to '/no/such/file': No such file or directory",
                "demo burn                          | no demo is called 'burn'",
                "doctor x                           | 'x' is no process id",
                "list --all                         | '--all' is not known",
            })
    void isSaidInOneSentence(String arguments, String sentence) {
        assertThat(execute(arguments)).isEqualTo(ExitCode.BAD_USE);
        assertThat(lines()).startsWith("rouse: ").contains(sentence.replace("''", "'"));
        assertThat(lines().lines()).hasSize(1);
    }

    @Test
    void includesAttachingToItself() {
        assertThat(execute("attach " + ProcessHandle.current().pid())).isEqualTo(ExitCode.BAD_USE);
        assertThat(lines().lines()).singleElement().asString().contains("is this rouse itself");
    }

    @Test
    void includesAMissingAgent() {
        System.setProperty("rouse.agent.jar", "no/such.jar");

        assertThat(execute("run -- java -version")).isEqualTo(ExitCode.BAD_USE);
        assertThat(lines().lines()).singleElement().asString().contains("the agent's jar is not at '");
    }

    private static int execute(String arguments) {
        return Rouse.commandLine().execute(arguments.isBlank() ? new String[0] : arguments.split(" ", -1));
    }

    private String lines() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** Any file does, as nothing is loaded from it. */
    private static String ownJar() {
        return System.getProperty("java.home") + "/release";
    }
}
