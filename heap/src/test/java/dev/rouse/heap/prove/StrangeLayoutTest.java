package dev.rouse.heap.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.heap.HeapReport;
import dev.rouse.heap.hprof.Heap;
import dev.rouse.heap.waits.OneLost;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.Jdk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JDK whose classes have other fields than those that were checked: names in a dump are changed. */
class StrangeLayoutTest {
    private static final int TEXT = 1;

    @TempDir
    static Path directory;

    private static byte[] dump = {};
    private static List<String> lost = List.of();

    @BeforeAll
    static void takeDump() throws IOException {
        Path file = directory.resolve("one.hprof");
        try (ChildJvm child = Dumps.start(Jdk.running(), "Serial", OneLost.class, file)) {
            Dumps.await(child);
        }
        dump = Files.readAllBytes(file);
        HeapReport report = report(file);
        assertThat(report.doubts()).isEmpty();
        assertThat(report.findings()).extracting(Finding::grade).contains(Grade.PROVEN);
        lost = tasks(report);
    }

    private static HeapReport report(Path file) throws IOException {
        try (Heap heap = Heap.open(file, (phase, bytes, of) -> {})) {
            return HeapProof.of(heap, List.of());
        }
    }

    private static List<String> tasks(HeapReport report) {
        return report.findings().stream()
                .map(finding -> String.valueOf(finding.waiting().task()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java_version",
                "status",
                "waiter",
                "thread",
                "result",
                "stack",
                "exclusiveOwnerThread",
                "threadStatus",
                "parkBlocker",
                "WAITING"
            })
    void lowersTheGradeAndNeverTheTruth(String name) throws IOException {
        Path file = directory.resolve("strange.hprof");
        Files.write(file, renamed(name));

        HeapReport report = report(file);

        assertThat(report.doubts()).isNotEmpty();
        assertThat(report.findings()).extracting(Finding::grade).doesNotContain(Grade.PROVEN);
        assertThat(tasks(report)).isSubsetOf(lost);
    }

    /** The dump with another name wherever something has this one. */
    private static byte[] renamed(String name) {
        byte[] bytes = dump.clone();
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer records = ByteBuffer.wrap(bytes);
        int at = new String(bytes, 0, 32, StandardCharsets.ISO_8859_1).indexOf('\0') + 13;
        int found = 0;
        while (at + 9 <= bytes.length) {
            long length = records.getInt(at + 5) & 0xffffffffL;
            int text = at + 9 + 8;
            if (bytes[at] == TEXT && Arrays.equals(bytes, text, at + 9 + (int) length, wanted, 0, wanted.length)) {
                bytes[text] = 'X';
                found++;
            }
            at = (int) (at + 9 + length);
        }
        assertThat(found).isPositive();
        return bytes;
    }
}
