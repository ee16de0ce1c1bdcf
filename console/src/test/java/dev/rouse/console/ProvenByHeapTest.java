package dev.rouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Site;
import dev.rouse.heap.HeapReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProvenByHeapTest {
    private static final Finding SUSPECTED = SampleFindings.lostWake(Grade.SUSPECTED, 50);
    private static final Site SITE = SUSPECTED.waiting().site();
    private static final String SOURCE = SUSPECTED.waiting().source();

    private static Finding judge(List<Finding> findings, List<HeapReport.Held> held, List<HeapReport.Lost> lost) {
        HeapReport.Counts counts = new HeapReport.Counts(17, 1000, 60, 0, 5, 5, 50);
        return ProvenByHeap.judge(SUSPECTED, new HeapReport(counts, findings, held, List.of(), lost));
    }

    @Test
    void provesWhatTheHeapProves() {
        Finding judged = judge(List.of(SampleFindings.lostWake(Grade.PROVEN, 50)), List.of(), List.of());

        assertThat(judged.grade()).isEqualTo(Grade.PROVEN);
        assertThat(judged.fingerprint()).isEqualTo(SUSPECTED.fingerprint());
        assertThat(judged.usualWaker()).isEqualTo(SUSPECTED.usualWaker());
        assertThat(judged.evidence()).first().isEqualTo("proven by heap: the promise was collected while incomplete");
        assertThat(judged.evidence()).endsWith(SUSPECTED.evidence().get(0));
    }

    @Test
    void staysSuspectedWhereTheHeapOnlyAgrees() {
        Finding judged = judge(List.of(SampleFindings.lostWake(Grade.SUSPECTED, 20)), List.of(), List.of());

        assertThat(judged.grade()).isEqualTo(Grade.SUSPECTED);
        assertThat(judged.evidence())
                .startsWith(
                        "not proven by heap: the promise was collected while incomplete",
                        "the dump counts 20, of 50 that are suspected");
    }

    @Test
    void staysSuspectedWhereSomebodyHoldsTheWakerAndSaysWho() {
        Finding judged = judge(
                List.of(),
                List.of(
                        new HeapReport.Held(SITE, SOURCE, 50, "asks", List.of("a class: Gateway", "static .PENDING")),
                        new HeapReport.Held(SITE, "another.Source", 1, "other", List.of("nobody")),
                        new HeapReport.Held(new Site("elsewhere"), SOURCE, 1, "other", List.of("nobody"))),
                List.of());

        assertThat(judged.grade()).isEqualTo(Grade.SUSPECTED);
        assertThat(judged.evidence())
                .startsWith(
                        "of 50 waits here the first is held by a class: Gateway static .PENDING",
                        SUSPECTED.evidence().get(0));
    }

    @Test
    void takesADeadlockOfTheSameThreadsForAProof() {
        Finding deadlock = SampleFindings.finding(Kind.DEADLOCK, Grade.PROVEN, 2);
        Finding judged = judge(
                List.of(deadlock),
                List.of(),
                List.of(new HeapReport.Lost(7, "asks", SITE, SOURCE, deadlock.fingerprint(), Grade.PROVEN)));

        assertThat(judged.grade()).isEqualTo(Grade.PROVEN);
        assertThat(judged.evidence()).first().asString().startsWith("proven by heap: a deadlock: ");
    }

    @Test
    void namesWhoHoldsPromisesWithCallbacksOfTheSameClassAndProvesNothingByThem() {
        Site callback = new Site("com.acme.Gateway.lambda(Unknown Source)");
        Site another = new Site("com.acme.GatewayTwo.lambda(Unknown Source)");
        Finding judged = judge(
                List.of(),
                List.of(
                        new HeapReport.Held(callback, SOURCE, 7, "a promise", List.of("static .PENDING")),
                        new HeapReport.Held(another, SOURCE, 1, "a promise", List.of("nobody"))),
                List.of());

        assertThat(judged.grade()).isEqualTo(Grade.SUSPECTED);
        assertThat(judged.evidence())
                .containsExactly(
                        "7 with callbacks of com.acme.Gateway, held by static .PENDING",
                        SUSPECTED.evidence().get(0));
    }

    @Test
    void saysWhenTheDumpShowsNothingThere() {
        Finding judged = judge(List.of(SampleFindings.finding(Kind.DEADLOCK, Grade.PROVEN, 2)), List.of(), List.of());

        assertThat(judged.grade()).isEqualTo(Grade.SUSPECTED);
        assertThat(judged.evidence())
                .first()
                .asString()
                .isEqualTo("not proven by heap: the dump shows nothing that waits here any more");
    }
}
