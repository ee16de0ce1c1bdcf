package dev.rouse.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Fingerprint;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Site;
import dev.rouse.heap.hprof.BadDump;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TwoLooksTest {
    private static final Instant FIRST = Instant.parse("2026-11-21T10:00:00Z");
    private static final String SOURCE = "java.util.concurrent.Semaphore";

    /** A dump under construction. */
    private static final class Story {
        private final List<Finding> findings = new ArrayList<>();
        private final List<HeapReport.Lost> lost = new ArrayList<>();
        private final long at;

        Story(long seconds) {
            at = seconds;
        }

        Story lost(String site, Grade grade, long... tids) {
            return threads(site, grade, tids).finding(site, grade, tids.length);
        }

        Story threads(String site, Grade grade, long... tids) {
            Arrays.stream(tids)
                    .forEach(tid -> lost.add(
                            new HeapReport.Lost(tid, "thread " + tid, new Site(site), SOURCE, print(site), grade)));
            return this;
        }

        Story finding(String site, Grade grade, long count) {
            Instant now = FIRST.plusSeconds(at);
            Finding.Waiting waiting =
                    new Finding.Waiting(new Site(site), null, SOURCE, Finding.Waiting.NO_AGE, List.of());
            findings.add(new Finding(
                    Kind.LOST_WAKE,
                    grade,
                    count,
                    now,
                    now,
                    print(site),
                    waiting,
                    null,
                    null,
                    List.of(),
                    List.of("why"),
                    "fix",
                    false));
            return this;
        }

        private static String print(String site) {
            return Fingerprint.of(Kind.LOST_WAKE, new Site(site), SOURCE);
        }

        Look look() {
            return look(42);
        }

        Look look(long salt) {
            HeapReport.Counts counts = new HeapReport.Counts(17, 1000, 10, 0, 5, 5, lost.size());
            return new Look(new HeapReport(counts, findings, List.of(), List.of(), lost), FIRST.plusSeconds(at), salt);
        }
    }

    private static String outline(Finding finding) {
        return finding.waiting().site() + " " + finding.grade().id() + " " + finding.count() + " "
                + finding.waiting().ageMs() + ": " + finding.evidence().get(1);
    }

    @Test
    void countsTheThreadsThatAreLostBothTimes() {
        TwoLooks.Lasting lasting = TwoLooks.compare(
                new Story(0).lost("a", Grade.PROVEN, 1, 2, 3).look(),
                new Story(31).lost("a", Grade.PROVEN, 2, 3, 9).look());

        assertThat(lasting.apart()).hasSeconds(31);
        assertThat(lasting.findings())
                .extracting(TwoLooksTest::outline)
                .containsExactly("a proven 2 31000: 2 threads were lost here in the dump of 31 s before already;"
                        + " 1 more came since and are not counted");
        assertThat(lasting.findings().get(0).waiting().task()).isEqualTo("thread 2");
        assertThat(lasting.came()).isEqualTo(1);
    }

    @Test
    void takesTheDumpsInEitherOrder() {
        Look first = new Story(0).lost("a", Grade.PROVEN, 1).look();
        Look second = new Story(5)
                .lost("a", Grade.PROVEN, 1)
                .lost("b", Grade.PROVEN, 2)
                .look();

        assertThat(TwoLooks.compare(second, first)).isEqualTo(TwoLooks.compare(first, second));
    }

    @Test
    void givesNoAgeToWhatWasOnlySuspected() {
        TwoLooks.Lasting lasting = TwoLooks.compare(
                new Story(0).lost("a", Grade.SUSPECTED, 1).look(),
                new Story(300).lost("a", Grade.SUSPECTED, 1).look());

        assertThat(lasting.findings())
                .extracting(TwoLooksTest::outline)
                .containsExactly("a suspected 1 -1: 1 thread was lost here in the dump of 5 min before already,"
                        + " and may have gone on and come back between");
    }

    @Test
    void saysHowManyHaveGoneOnAndOfHowManyThatWasWrong() {
        TwoLooks.Lasting lasting = TwoLooks.compare(
                new Story(0)
                        .lost("a", Grade.PROVEN, 1)
                        .lost("b", Grade.SUSPECTED, 2, 3)
                        .look(),
                new Story(5).lost("b", Grade.SUSPECTED, 3).look());

        assertThat(lasting.gone()).isEqualTo(2);
        assertThat(lasting.wrong()).isEqualTo(1);
        assertThat(lasting.findings()).hasSize(1);
    }

    @Test
    void takesAThreadThatWaitsElsewhereNowForGone() {
        TwoLooks.Lasting lasting = TwoLooks.compare(
                new Story(0).lost("a", Grade.SUSPECTED, 1).look(),
                new Story(5).lost("b", Grade.SUSPECTED, 1).look());

        assertThat(lasting.findings()).isEmpty();
        assertThat(lasting.gone()).isEqualTo(1);
        assertThat(lasting.came()).isEqualTo(1);
    }

    @Test
    void countsWhatHasNoThreadByItsFingerprint() {
        TwoLooks.Lasting lasting = TwoLooks.compare(
                new Story(0).finding("a", Grade.PROVEN, 40).look(),
                new Story(5)
                        .finding("a", Grade.PROVEN, 55)
                        .finding("b", Grade.PROVEN, 1)
                        .look());

        assertThat(lasting.findings())
                .extracting(TwoLooksTest::outline)
                .containsExactly("a proven 40 -1: 40 were lost here in the dump of 5 s before already, as far as a"
                        + " count can tell; 15 more came since and are not counted");
    }

    @Test
    void doesNotCallProvenWhatWasProvenOfOthersOnly() {
        Look later = new Story(5)
                .threads("a", Grade.SUSPECTED, 1)
                .threads("a", Grade.PROVEN, 2)
                .finding("a", Grade.PROVEN, 2)
                .look();
        TwoLooks.Lasting lasting =
                TwoLooks.compare(new Story(0).lost("a", Grade.SUSPECTED, 1).look(), later);

        assertThat(lasting.findings()).extracting(Finding::grade).containsOnly(Grade.SUSPECTED);
    }

    @Test
    void refusesDumpsOfTwoProcessesAndOfOneMoment() {
        Look look = new Story(0).look();

        assertThatThrownBy(() -> TwoLooks.compare(look, new Story(5).look(43)))
                .isInstanceOf(BadDump.class)
                .hasMessageContaining("two processes");
        assertThatThrownBy(() -> TwoLooks.compare(look, look))
                .isInstanceOf(BadDump.class)
                .hasMessageContaining("the same moment");
    }
}
