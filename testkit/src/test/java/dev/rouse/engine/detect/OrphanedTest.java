package dev.rouse.engine.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.testkit.LedgerStory;
import dev.rouse.testkit.Ledgers;
import dev.rouse.testkit.StoryWait;
import org.junit.jupiter.api.Test;

/** {@link LostWake}, where the collector took the source. The grace is 3 s. */
class OrphanedTest {
    private static final String RESPOND = "com.acme.Gateway.respond(Gateway.java:61)";
    private static final String REPLY = "com.acme.AuthClient.onReply(AuthClient.java:77)";

    private final LedgerStory story = Ledgers.at(0);

    /** So many waits of the site went on that an abandoned one is a rare thing there. */
    private void commonlyGoesOn() {
        story.wakes(100, RESPOND, REPLY, 3);
    }

    private StoryWait waiting() {
        return story.wait(RESPOND);
    }

    @Test
    void provesAWaitThatAThreadIsBlockedBehindWithoutAnyHistory() {
        waiting().begins().isCollectedBehindAThread();

        assertThat(story.at(3).told()).isEqualTo("""
                proven lost-wake, 1 wait, first at 1970-01-01T00:00:00Z, last at 1970-01-01T00:00:03Z
                waits at com.acme.Gateway.respond(Gateway.java:61) on java.util.concurrent.CompletableFuture for 3000 ms
                - the source was collected while it was incomplete: nobody holds its waker, nobody can complete it
                - a thread is blocked behind it
                - nothing else ended the wait within the grace of 3.0 s
                fix: Keep each CompletableFuture where its completer finds it until it is completed, and complete it on every path: look for a slot or map entry that a second request overwrites, a callback registered after the event, an exception that skips complete().
                """);
    }

    @Test
    void provesAWaitWhoseDependentIsHeldWhereWaitsCommonlyGoOn() {
        story.wakes(50, RESPOND, REPLY, 3).wakes(2, RESPOND, "com.acme.Late.reply(Late.java:9)", 3);
        StoryWait wait = story.at(11)
                .wait(RESPOND)
                .since(10)
                .by("http-1")
                .madeAt("com.acme.AuthClient.ask(AuthClient.java:40)")
                .begins();
        story.at(12);
        wait.isCollectedButKept().keepsWaiting("127.0.0.1:51234", "127.0.0.1:51235");

        assertThat(story.at(15).told()).isEqualTo("""
                proven lost-wake, 1 wait, first at 1970-01-01T00:00:10Z, last at 1970-01-01T00:00:15Z
                waits at com.acme.Gateway.respond(Gateway.java:61) on java.util.concurrent.CompletableFuture for 5000 ms, task http-1
                usually woken at com.acme.AuthClient.onReply(AuthClient.java:77): 96.2 % of 52, median 3.0 ms
                culprit com.acme.AuthClient.ask(AuthClient.java:40): made the CompletableFuture that nobody holds any more
                sockets 127.0.0.1:51234 127.0.0.1:51235
                - the source was collected while it was incomplete: nobody holds its waker, nobody can complete it
                - what waits for it is still held, and incomplete
                - nothing else ended the wait within the grace of 3.0 s
                fix: Keep each CompletableFuture where its completer finds it until it is completed, and complete it on every path: look for a slot or map entry that a second request overwrites, a callback registered after the event, an exception that skips complete().
                """);
    }

    @Test
    void provesAWaitWhoseConnectionIsStillOpenWhereWaitsCommonlyGoOn() {
        commonlyGoesOn();
        waiting().begins().isCollectedWithAllThatWaited().keepsWaiting("127.0.0.1:51234");

        assertThat(story.at(3).told())
                .startsWith("proven lost-wake, 1 wait,")
                .contains(
                        "sockets 127.0.0.1:51234\n",
                        "- the connection behind it is still open, and serves nothing else\n");
    }

    @Test
    void isSilentOnceThatConnectionIsClosedOrHasMovedOn() {
        commonlyGoesOn();
        waiting()
                .begins()
                .isCollectedWithAllThatWaited()
                .keepsWaiting("127.0.0.1:51234")
                .keepsWaiting();

        assertThat(story.at(60).told()).isEmpty();
    }

    @Test
    void isSilentWithoutHistoryUnlessAThreadIsBlocked() {
        waiting().begins().isCollectedButKept();
        waiting().begins().isCollectedWithAllThatWaited().keepsWaiting("127.0.0.1:51234");
        waiting().begins().isCollectedWithAllThatWaited();
        waiting().begins().isCollectedButTimesOut();

        assertThat(story.at(60).told()).isEmpty();
    }

    @Test
    void isSilentWhereAbandoningIsCommon() {
        story.wakes(19, RESPOND, REPLY, 3);
        waiting().times(10).begins().isCollectedButKept().keepsWaiting("127.0.0.1:51234");

        assertThat(story.at(60).told()).isEmpty();
        assertThat(story.wakes(1, RESPOND, REPLY, 3).told()).startsWith("suspected lost-wake, 10 waits,");
        assertThat(story.wakes(60, RESPOND, REPLY, 3).told()).startsWith("proven lost-wake, 10 waits,");
    }

    @Test
    void countsASampleForAllTheWakesItStandsFor() {
        story.samples(1, 40, RESPOND, 3);
        waiting().times(5).begins().isCollectedButKept();

        assertThat(story.at(60).told()).startsWith("proven lost-wake, 5 waits,");
    }

    @Test
    void isSilentWithinTheGraceAndSpeaksAtItsEnd() {
        StoryWait wait = waiting().begins();
        story.at(5);
        wait.isCollectedBehindAThread();

        assertThat(story.at(7.999).told()).isEmpty();
        assertThat(story.at(8).told()).startsWith("proven");
    }

    @Test
    void isSilentWhenSomethingElseEndsTheWaitWithinTheGrace() {
        StoryWait wait = waiting().begins().isCollectedBehindAThread();
        story.at(2.9);
        wait.ends();

        assertThat(story.at(60).told()).isEmpty();
    }

    @Test
    void isOnlySuspectedWhenATimeoutStandsBy() {
        commonlyGoesOn();
        waiting().begins().isCollectedButTimesOut();

        assertThat(story.at(3).told())
                .startsWith("suspected lost-wake, 1 wait,")
                .contains("- a timeout stands by to end the wait in its place\n");
    }

    @Test
    void tellsTheStrongestGradeAndHowManyShareIt() {
        commonlyGoesOn();
        waiting().times(2).begins().isCollectedButTimesOut();
        waiting().times(3).begins().isCollectedButKept();

        assertThat(story.at(3).told())
                .startsWith("proven lost-wake, 5 waits,")
                .contains("- 3 of the 5 are proven, the others suspected\n");
    }

    @Test
    void namesTheOriginWhereAnyOfTheEquallyProvenShowsIt() {
        waiting().begins().isCollectedBehindAThread();
        waiting().madeAt("com.acme.AuthClient.ask(AuthClient.java:40)").begins().isCollectedBehindAThread();

        assertThat(story.at(3).told()).contains("culprit com.acme.AuthClient.ask(AuthClient.java:40): made");
    }

    @Test
    void groupsBySiteAndSource() {
        waiting().times(2).begins().isCollectedBehindAThread();
        waiting().on("io.netty.util.concurrent.DefaultPromise").begins().isCollectedBehindAThread();
        story.wait("com.acme.Gateway.other(Gateway.java:70)").begins().isCollectedBehindAThread();

        assertThat(story.at(3).findings()).extracting(Finding::count).containsExactly(2L, 1L, 1L);
        assertThat(story.findings()).isEmpty();
    }

    @Test
    void showsTheFramesWithoutThoseOfLambdasOwnClasses() {
        waiting()
                .frame("com.acme.Gateway$$Lambda/0x0000", "apply", "Unknown Source", -1)
                .frame("com.acme.Gateway", "respond", "Gateway.java", 61)
                .begins()
                .isCollectedBehindAThread();

        assertThat(story.at(3).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.waiting().stack())
                        .containsExactly("com.acme.Gateway.respond(Gateway.java:61)"));
    }

    @Test
    void keepsItsFingerprintOverRuns() {
        Finding first = onlyFinding(Ledgers.at(0), 1);
        Finding again = onlyFinding(Ledgers.at(100), 7);

        assertThat(again.fingerprint()).isEqualTo(first.fingerprint()).matches("[0-9a-f]{16}");
    }

    private static Finding onlyFinding(LedgerStory anew, int waits) {
        anew.wait(RESPOND).times(waits).begins().isCollectedBehindAThread();
        return anew.at(200).findings().get(0);
    }

    @Test
    void saysPartialOnceDataWasLost() {
        story.dataLost(1_000);
        waiting().begins().isCollectedBehindAThread();

        assertThat(story.at(3).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.partial()).isTrue();
            assertThat(finding.grade()).isEqualTo(Grade.PROVEN);
        });
    }

    @Test
    void ignoresWhatIsToldOfAWaitThatItNeverHeardOf() {
        StoryWait refused = Ledgers.limitedTo(0, 0).wait(RESPOND).begins();

        refused.isCollectedBehindAThread()
                .keepsWaiting("127.0.0.1:1")
                .isHeldUpBy("t")
                .ends();

        assertThat(story.at(60).told()).isEmpty();
    }

    @Test
    void takesGraceFromTheSettings() {
        Thresholds slow = Thresholds.from(name -> name.equals("grace") ? "20000" : null);
        LedgerStory patient = Ledgers.with(slow, 0);
        patient.wait(RESPOND).begins().isCollectedBehindAThread();

        assertThat(patient.at(19.9).told()).isEmpty();
        assertThat(patient.at(20).told()).contains("within the grace of 20.0 s");
    }
}
