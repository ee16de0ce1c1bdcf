package dev.rouse.heap.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rouse.engine.model.Finding;
import dev.rouse.heap.HeapReport;
import dev.rouse.heap.Look;
import dev.rouse.heap.TwoLooks;
import dev.rouse.heap.hprof.BadDump;
import dev.rouse.heap.hprof.Heap;
import dev.rouse.heap.waits.LostTwice;
import dev.rouse.heap.waits.OneLost;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.Jdk;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a small dump, whole and cut off. */
class HeapProofTest {
    @TempDir
    static Path directory;

    private static Path dump = Path.of("");

    @BeforeAll
    static void takeDump() {
        dump = directory.resolve("one.hprof");
        try (ChildJvm child = Dumps.start(Jdk.running(), "Serial", OneLost.class, dump)) {
            Dumps.await(child);
        }
    }

    private static HeapReport report(Path file) throws IOException {
        try (Heap heap = Heap.open(file, (phase, bytes, of) -> {})) {
            return HeapProof.of(heap, List.of());
        }
    }

    private static String outline(Finding finding) {
        return finding.grade().id() + ' ' + finding.kind().id() + " of " + finding.count() + ", "
                + finding.waiting().task() + " on " + finding.waiting().source() + ": "
                + finding.evidence().get(0);
    }

    @Test
    void saysWhatIsLostAndWhy() throws IOException {
        HeapReport report = report(dump);

        assertThat(report.doubts()).isEmpty();
        assertThat(report.findings())
                .extracting(HeapProofTest::outline)
                .satisfiesExactlyInAnyOrder(
                        text -> assertThat(text)
                                .isEqualTo("proven lost-wake of 1, asks on java.util.concurrent.CompletableFuture: "
                                        + "no thread that can run reaches its waker"),
                        text -> assertThat(text)
                                .startsWith("proven deadlock of 2, locks o")
                                .contains(" on java.util.concurrent.locks.ReentrantLock: thread \"locks o"),
                        text -> assertThat(text)
                                .isEqualTo(
                                        "suspected lost-wake of 1, can be interrupted on java.util.concurrent.Semaphore: "
                                                + "interrupt-only: no thread that can run reaches its waker; an interrupt could end it"));
        assertThat(report.findings())
                .allSatisfy(
                        finding -> assertThat(finding.waiting().site().name()).startsWith(OneLost.class.getName()));
    }

    @Test
    void showsWhoHoldsTheWakerOfTheOthers() throws IOException {
        assertThat(report(dump).held())
                .filteredOn(held -> held.task().equals("is held"))
                .singleElement()
                .satisfies(held -> assertThat(String.join("\n", held.trail()))
                        .startsWith("static " + OneLost.class.getName() + ".KEPT: java.util.concurrent.CountDownLatch")
                        .endsWith(".tail  java.util.concurrent.locks.AbstractQueuedSynchronizer$SharedNode"));
    }

    @Test
    void readsWhatIsPackedWithGzip() throws IOException {
        Path packed = directory.resolve("one.hprof.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(dump, out);
        }

        assertThat(report(packed).findings()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|it is empty",
                "hello, this is no dump at all, and long enough|it is no heap dump",
                "JAVA PROFILE 1.0.2|it is no heap dump"
            })
    void refusesWhatIsNoDump(String content, String sentence) throws IOException {
        Path file = Files.writeString(directory.resolve("foreign"), content, StandardCharsets.UTF_8);

        assertThat(catchThrowable(() -> report(file)))
                .isInstanceOf(BadDump.class)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource({"20", "31", "5000", "300000", "1000000", "-1", "-9", "-10"})
    void refusesWhatIsCutOff(int length) throws IOException {
        byte[] whole = Files.readAllBytes(dump);
        Path file = directory.resolve("cut");
        Files.write(file, Arrays.copyOf(whole, length < 0 ? whole.length + length : length));

        assertThat(catchThrowable(() -> report(file)))
                .isInstanceOf(BadDump.class)
                .hasMessageMatching("it is (cut off after \\d+ bytes|no heap dump).*");
    }

    @Test
    void tellsWhatTwoDumpsHaveInCommon() throws IOException {
        Path first = directory.resolve("first.hprof");
        Path second = directory.resolve("second.hprof");
        try (ChildJvm child = Dumps.start(Jdk.running(), "Serial", LostTwice.class, first, second)) {
            Dumps.await(child);
        }

        TwoLooks.Lasting lasting = TwoLooks.compare(look(second), look(first));

        assertThat(lasting.findings())
                .extracting(finding ->
                        finding.waiting().task() + " " + finding.grade().id() + " " + finding.count() + " "
                                + finding.waiting().aged())
                .containsExactlyInAnyOrder("lasts proven 1 true", "stays suspected 1 false");
        assertThat(List.of(lasting.gone(), lasting.wrong(), lasting.came())).containsExactly(1L, 0L, 1L);
        assertThat(catchThrowable(() -> TwoLooks.compare(look(dump), look(first))))
                .isInstanceOf(BadDump.class)
                .hasMessageContaining("two processes");
    }

    private static Look look(Path file) throws IOException {
        try (Heap heap = Heap.open(file, (phase, bytes, of) -> {})) {
            assertThat(heap.salt()).as("a salt on this JDK").isNotZero();
            return HeapProof.look(heap, List.of());
        }
    }
}
