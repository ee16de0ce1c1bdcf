package dev.rouse.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dumps of a running JVM and of files, by the command. */
@Timeout(60)
class HeapTest {
    private static final String TMPDIR = "java.io.tmpdir";

    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    private static Console console;
    private static Process host;
    private static Path dump;

    @BeforeAll
    static void dumpAHost() throws IOException {
        console = new Console(shared);
        host = new ProcessBuilder(Console.host("", "wait"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(host.getInputStream().read()).isEqualTo('w');
        Path kept = Files.createDirectory(shared.resolve("kept"));
        Console.Outcome outcome = console.here("heap", "" + host.pid(), "--keep", kept.toString());
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.errLines())
                .anyMatch(line -> line.matches("rouse: process \\d+ uses \\d+ MB of heap and stands still while .*"))
                .anyMatch(line -> line.matches("rouse: it stood still for \\d+\\.\\d+ s at most; the dump is .*"));
        dump = list(kept).get(0);
    }

    @AfterAll
    static void endTheHost() {
        host.destroyForcibly();
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    /** The command with another temporary directory, which must be empty at its end. */
    private Console.Outcome leavingNothing(String... words) throws IOException {
        String before = System.getProperty(TMPDIR);
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        System.setProperty(TMPDIR, temporary.toString());
        try {
            Console.Outcome outcome = console.here(words);
            assertThat(list(temporary)).as("left behind").isEmpty();
            return outcome;
        } finally {
            System.setProperty(TMPDIR, before);
        }
    }

    @Test
    void deletesTheDumpThatItTook() throws IOException {
        Console.Outcome outcome = leavingNothing("heap", "" + host.pid());

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).contains("waits     " + Host.class.getName() + ".main(Host.java:");
    }

    @Test
    void refusesToDumpWhereThereIsNoRoom() throws IOException {
        Path full = Path.of("/proc");
        assumeTrue(Files.isDirectory(full) && Files.getFileStore(full).getUsableSpace() == 0);

        Console.Outcome outcome = leavingNothing("heap", "" + host.pid(), "--keep", full.toString());

        assertThat(outcome.code()).isEqualTo(ExitCode.BAD_USE);
        assertThat(outcome.errLines())
                .singleElement()
                .asString()
                .matches(
                        "rouse: the dump may take \\d+ MB, and '/proc' has room for 0 MB: name another directory by --keep DIR");
    }

    @Test
    void comparesTwoDumps() throws IOException {
        Path second = Files.createDirectory(directory.resolve("second"));
        assertThat(console.here("heap", "" + host.pid(), "--keep", second.toString())
                        .code())
                .isZero();

        Console.Outcome outcome =
                console.here("heap", "--watch", list(second).get(0).toString(), dump.toString());

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("two dumps of one process, ", " apart: 1 waits are lost in both; 0 threads");
        assertThat(outcome.out()).contains("1 thread was lost here in the dump of ");
        assertThat(console.here("heap", "--watch", dump.toString(), dump.toString())
                        .errLines())
                .singleElement()
                .asString()
                .contains("cannot compare", "both dumps were taken at the same moment");
    }

    @Test
    void readsAPackedDumpAndLeavesNothingOfIt() throws IOException {
        Console.Outcome outcome =
                leavingNothing("heap", packed(Files.readAllBytes(dump)).toString());

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).contains("Host.main(Host.java:");
    }

    private Path packed(byte[] content) throws IOException {
        Path file = directory.resolve("dump.hprof.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(content);
        }
        return file;
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 1000, -1, -12})
    void refusesWhatIsCutOffInOneSentence(int length) throws IOException {
        byte[] whole = Files.readAllBytes(dump);
        byte[] cut = Arrays.copyOf(whole, length < 0 ? whole.length + length : length);

        refuses(Files.write(directory.resolve("cut"), cut), "it is cut off after ");
        refuses(packed(cut), "it is cut off after ");
    }

    @Test
    void refusesWhatIsPackedAndForeignOrCutOff() throws IOException {
        refuses(packed("hello".getBytes(StandardCharsets.UTF_8)), "what is packed in it is no heap dump");
        byte[] packed = Files.readAllBytes(packed(Files.readAllBytes(dump)));
        refuses(Files.write(directory.resolve("cut.gz"), Arrays.copyOf(packed, packed.length / 2)), "nexpected end of");
        refuses(Files.write(directory.resolve("no.gz"), new byte[] {0x1f, (byte) 0x8b, 9, 9, 9}), "no.gz'");
    }

    private void refuses(Path file, String sentence) throws IOException {
        String before = System.getProperty(TMPDIR);
        System.setProperty(
                TMPDIR, Files.createDirectories(directory.resolve("t")).toString());
        try {
            Console.Outcome outcome = console.here("heap", file.toString());
            assertThat(outcome.code()).isEqualTo(ExitCode.BAD_USE);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.errLines())
                    .singleElement()
                    .asString()
                    .startsWith("rouse: cannot read '" + file + "': ")
                    .contains(sentence)
                    .doesNotContain("please report");
            assertThat(list(directory.resolve("t"))).isEmpty();
        } finally {
            System.setProperty(TMPDIR, before);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                " garbage-first heap   total 262144K, used 12345K [0x0000000700000000, 0x0000000800000000) | 12641280",
                " def new generation   total 39296K, used 1398K [0x1, 0x2, 0x3)                            | 1431552",
                "  eden space 34944K,   4% used [0x1, 0x2, 0x3)                                            | 0",
                " ZHeap           used 16M, capacity 254M, max capacity 3988M                              | 16777216",
                " 3988M max, 3988M soft max, 256M committed, 2048K used                                    | 2097152",
            })
    void readsHowMuchHeapACollectorSaysItUses(String line, long bytes) {
        assertThat(TakenDump.used(line)).isEqualTo(bytes);
    }

    @Test
    void takesTheJvmsOwnWordForThePause() {
        Duration most = Duration.ofSeconds(3);

        assertThat(TakenDump.pause("Heap dump file created [4512345 bytes in 1.034 secs]", most))
                .hasMillis(1034);
        assertThat(TakenDump.pause("created", most)).isEqualTo(most);
    }
}
