package dev.rouse.heap.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.heap.HeapReport;
import dev.rouse.heap.hprof.Heap;
import dev.rouse.heap.waits.Gateway;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.Jdk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of promises that hang without a thread behind them, and of the map that holds the others. */
class PromiseFindingsTest {
    private static final String FUTURE = "java.util.concurrent.CompletableFuture";

    @TempDir
    static Path directory;

    private static HeapReport live = report("none");
    private static HeapReport all = report("none");

    @BeforeAll
    static void takeDumps() {
        Path liveDump = directory.resolve("live.hprof");
        Path wholeDump = directory.resolve("all.hprof");
        try (ChildJvm one = Dumps.start(Jdk.running(), "Serial", Gateway.class, liveDump);
                ChildJvm other = Dumps.start(Jdk.running(), "Serial", Gateway.class, wholeDump, "all")) {
            Dumps.await(one);
            Dumps.await(other);
        }
        live = report("live.hprof");
        all = report("all.hprof");
    }

    private static HeapReport report(String file) {
        if (file.equals("none")) {
            return new HeapReport(
                    new HeapReport.Counts(0, 0, 0, 0, 0, 0, 0), List.of(), List.of(), List.of(), List.of());
        }
        try (Heap heap = Heap.open(directory.resolve(file), (phase, bytes, of) -> {})) {
            return HeapProof.of(heap, List.of());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Finding> onPromises(HeapReport report) {
        return report.findings().stream()
                .filter(finding -> finding.waiting().task() == null)
                .toList();
    }

    @Test
    void provesThatAPromiseIsLostWithTheOnlyThreadThatHoldsIt() {
        assertThat(onPromises(live)).singleElement().satisfies(finding -> {
            assertThat(finding.grade()).isEqualTo(Grade.PROVEN);
            assertThat(finding.count()).isEqualTo(3);
            assertThat(finding.waiting().site().name()).isEqualTo(Gateway.class.getName() + ".lambda(Unknown Source)");
            assertThat(finding.waiting().source()).isEqualTo(FUTURE);
            assertThat(Objects.requireNonNull(finding.culprit()).site().name())
                    .startsWith(Gateway.class.getName() + ".work(Gateway.java:");
            assertThat(finding.evidence().get(0)).contains("thread \"worker\"");
            assertThat(finding.evidence())
                    .anyMatch(
                            line -> line.equals("2 callbacks hang on it, with " + Gateway.class.getName() + "$Reply"));
        });
    }

    @Test
    void suspectsWhatADumpOfAllObjectsShowsAsDropped() {
        assertThat(onPromises(all))
                .filteredOn(finding -> finding.evidence().get(0).startsWith("dropped"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.grade()).isEqualTo(Grade.SUSPECTED);
                    assertThat(finding.count()).isEqualTo(32);
                });
    }

    @Test
    void tellsHowManyAMapHoldsAndSinceWhen() {
        String map = "static " + Gateway.class.getName() + ".IN_FLIGHT: java.util.concurrent.ConcurrentHashMap";
        String holds = "this java.util.concurrent.ConcurrentHashMap holds 40 " + Gateway.class.getName()
                + "$Request, 39 still pending; "
                + "by Gateway$Request.createdAtMs the oldest began 4";

        assertThat(live.held())
                .filteredOn(held -> held.trail().get(0).equals(map))
                .hasSize(2)
                .allSatisfy(held -> assertThat(last(held)).startsWith(holds))
                .extracting(HeapReport.Held::task)
                .containsExactlyInAnyOrder("waits", "a promise, and no thread");
    }

    @Test
    void groupsWhatIsHeldInOneWay() {
        assertThat(live.held())
                .filteredOn(held -> held.task().equals("a promise, and no thread"))
                .filteredOn(held -> held.site().name().startsWith(Gateway.class.getName()))
                .extracting(HeapReport.Held::count)
                .containsExactly(38, 8);
        assertThat(live.held()).extracting(HeapReport.Held::fingerprint).doesNotHaveDuplicates();
        assertThat(live.held())
                .filteredOn(held -> held.trail().get(0).contains(".SLOTS"))
                .singleElement()
                .satisfies(held -> assertThat(last(held))
                        .isEqualTo("this java.util.concurrent.atomic.AtomicReferenceArray holds 8 " + FUTURE
                                + ", 8 still pending"));
    }

    private static String last(HeapReport.Held held) {
        return held.trail().get(held.trail().size() - 1);
    }
}
