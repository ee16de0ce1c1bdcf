package dev.rouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong is said in one line on standard error, and the exit code is 2. */
class WrongUseTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "` `                                | no command was given",
                "frobnicate                         | 'frobnicate' is not known, the commands are run, attach, record, replay, compare, heap, tokio, list, doctor, demo; see 'rouse --help'",
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
                "heap                               | Missing required parameter: 'FILE|PID'",
                "heap no-such.hprof                 | there is no file 'no-such.hprof': give a heap dump",
                "heap /                             | '/' is no file: give a heap dump",
                "heap /dev/null                     | '/dev/null' is no file: give a heap dump",
                "heap pom.xml                       | cannot read 'pom.xml': it is no heap dump: it does not begin with 'JAVA PROFILE",
                "heap pom.xml --threads none.txt    | there is no file 'none.txt': give what 'jcmd PID Thread.print",
                "heap a b                           | one dump is read: --watch compares two",
                "heap --watch pom.xml               | --watch compares two dumps: give both files",
                "heap --watch pom.xml /no/such      | there is no file '/no/such'",
                "heap --watch pom.xml pom.xml       | 'JAVA PROFILE 1.0.2'; make another with 'jcmd PID GC.heap_dump FILE'",
                "heap --watch --threads x a b       | --threads belongs to one dump: give it once for each",
                "heap 2147483646 --threads x        | --threads goes with a file: of a running JVM they are printed anyway",
                "heap pom.xml --keep target         | --keep goes with a PID: a file is kept anyway",
                "heap 2147483646                    | no process 2147483646 is running",
                "run                                | there is no program to run",
                "run -- no-such-program-here        | cannot start 'no-such-program-here': No such file or directory",
                "run --json /no/such/file -- java   | cannot write JSON to '/no/such/file': No such file or directory",
                "demo bum                           | no demo is called 'bum': there are hang, slow, burn, tokio",
                "demo --fixed                       | the story 'hang' has no corrected service",
                "demo --fixed hang                  | the story 'hang' has no corrected service",
                "doctor x                           | 'x' is no process id",
                "record                             | record takes one process, or a program after --",
                "record 1 2                         | record takes one process, or a program after --",
                "record --out /no/such/file -- java | cannot record to '/no/such/file': no such file or directory",
                "record --out / -- java             | '/' exists already: give --out another name, or say --overwrite",
                "replay                             | Missing required parameter: 'FILE'",
                "replay /no/such/file               | cannot read '/no/such/file': no such file or directory; give a file",
                "replay /                           | '/' is a directory: give a file that 'rouse record' has written",
                "replay /proc/self/cmdline          | '/proc/self/cmdline' is no recording: give a file that",
                "compare a                          | Missing required parameter: 'NOW'",
                "compare --fail-on any a b          | --fail-on takes 'regression' here, not 'any'",
                "compare /no/a /no/b                | cannot read '/no/a': no such file or directory",
                "list --all                         | '--all' is not known",
            })
    void isSaidInOneSentence(String arguments, String sentence) throws IOException {
        refuses(new Console(directory), arguments, sentence);
    }

    @Test
    void includesAttachingToItself() throws IOException {
        refuses(new Console(directory), "attach " + ProcessHandle.current().pid(), "is this rouse itself");
    }

    @Test
    void includesAMissingAgent() throws IOException {
        Console console = new Console(directory);
        Files.delete(directory.resolve("agent jar.jar"));

        refuses(console, "run -- java -version", "the agent's jar is not at '");
    }

    private static void refuses(Console console, String arguments, String sentence) {
        Console.Outcome outcome = console.here(arguments.isBlank() ? new String[0] : arguments.split(" ", -1));

        assertThat(outcome.code()).isEqualTo(ExitCode.BAD_USE);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.errLines())
                .singleElement()
                .asString()
                .startsWith("rouse: ")
                .contains(sentence);
    }
}
