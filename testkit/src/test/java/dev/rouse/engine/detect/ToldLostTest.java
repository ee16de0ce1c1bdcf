package dev.rouse.engine.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Fact;
import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.testkit.LedgerStory;
import dev.rouse.testkit.Ledgers;
import dev.rouse.testkit.StoryBreach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link LostWake}, where the source holds the wakers itself and tells what became of them. */
class ToldLostTest {
    private static final String LEAF = "com.acme.Reply";

    private final LedgerStory story = Ledgers.at(10);

    private StoryBreach told(Fact fact) {
        return story.breach(fact, LEAF)
                .in("com.acme.Session")
                .frame("dev.rouse.runtime.sync.Oneshot$Receiver", "poll", "Oneshot.java", 80)
                .frame("com.acme.Reply", "poll", "Reply.java", 21);
    }

    @Test
    void provesAWaitWhoseTaskTheCollectorHasTaken() {
        told(Fact.COLLECTED).lasted(4_000).seen();

        assertThat(story.at(11).told()).isEqualTo("""
                proven lost-wake, 1 wait, first at 1970-01-01T00:00:06Z, last at 1970-01-01T00:00:10Z
                waits at com.acme.Reply.poll(Reply.java:21) on com.acme.Reply for 4000 ms, task com.acme.Session
                culprit com.acme.Reply.poll(Reply.java:21): Reply left the waker with what nobody holds any more
                - the collector has taken the waiting task: nobody held its waker, nobody can wake it
                fix: Keep what will fire the waker of Reply reachable until it has: look for a map entry that is overwritten, a sender that is dropped without closing, a listener that is held weakly.
                """);
    }

    @ParameterizedTest
    @EnumSource(names = {"NOTHING_ARMED", "RELEASED", "COLLECTED"})
    void provesItTheFirstTime(Fact fact) {
        told(fact).seen();

        assertThat(story.told()).startsWith("proven lost-wake, 1 wait,").contains("culprit " + LEAF + ".poll");
    }

    @Test
    void namesTheTypeWhereNoLineIsKnown() {
        story.breach(Fact.NOTHING_ARMED, LEAF).seen();

        assertThat(story.told())
                .contains("waits at com.acme.Reply on com.acme.Reply for 0 ms")
                .contains("- it was pending, and no waker was asked for: nobody can wake it\n");
    }

    @Test
    void onlySuspectsWhatALookFoundReadyForTheFirstTime() {
        told(Fact.READY_UNWOKEN).lasted(1_200).seen();

        assertThat(story.told()).isEqualTo("""
                suspected lost-wake, 1 wait, first at 1970-01-01T00:00:08.800Z, last at 1970-01-01T00:00:10Z
                waits at com.acme.Reply.poll(Reply.java:21) on com.acme.Reply for 1200 ms, task com.acme.Session
                - a poll that nobody had asked for found it ready, and no wake came within the grace
                - it had waited for 1.2 s; that poll let it go on, so the hang is hidden while Rouse's runtime looks
                - seen once: a wake may have been on its way; proven from the second time at this site
                fix: Fire the waker after each change that makes Reply ready, on every path; and after keeping a waker look at the condition once more.
                """);
    }

    @Test
    void provesWhatALookFoundReadyTwiceAtOneSite() {
        told(Fact.READY_UNWOKEN).seen();
        assertThat(story.told()).startsWith("suspected");
        story.at(12);
        told(Fact.READY_UNWOKEN).seen();

        assertThat(story.told()).startsWith("proven lost-wake, 2 waits,").contains("- seen 2 times at this site\n");
    }

    @Test
    void doesNotAddUpWhatWasFoundReadyAtTwoSites() {
        told(Fact.READY_UNWOKEN).seen();
        story.breach(Fact.READY_UNWOKEN, LEAF)
                .frame("com.acme.Other", "poll", "Other.java", 5)
                .seen();

        assertThat(story.findings()).extracting(Finding::grade).hasSize(2).containsOnly(Grade.SUSPECTED);
    }

    @Test
    void tellsOneWaitOnceWhenItsSourceTellsTwoFactsOfIt() {
        told(Fact.READY_UNWOKEN).seen();
        told(Fact.RELEASED).seen();

        assertThat(story.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.evidence())
                        .containsExactly(
                                "every place that held its waker has let go of it unfired: nobody can wake it"));
    }

    @Test
    void saysWhoUsuallyWakesThatSite() {
        story.wakes(10, "com.acme.Reply.poll(Reply.java:21)", "com.acme.Link.read(Link.java:9)", 3);
        told(Fact.RELEASED).seen();

        assertThat(story.told()).contains("usually woken at com.acme.Link.read(Link.java:9): 100.0 % of 10");
    }

    @Test
    void saysPartialOnceDataWasLost() {
        story.dataLost(3);
        told(Fact.RELEASED).seen();

        assertThat(story.told()).startsWith("proven lost-wake (partial), 1 wait,");
    }

    @Test
    void isSilentAboutASiteThatTheLedgerHadNoRoomFor() {
        LedgerStory full = Ledgers.limitedTo(0, 1);
        full.breach(Fact.RELEASED, "one").seen();
        full.breach(Fact.RELEASED, "two").seen();

        assertThat(full.told())
                .startsWith("proven lost-wake (partial), 1 wait,")
                .contains("waits at one");
        assertThat(full.ledger().refused()).isEqualTo(1);
    }

    @Test
    void suspectsAConnectionThatNobodyWillRead() {
        story.breach(Fact.READS_OFF, "io.netty.channel.socket.nio.NioSocketChannel")
                .frame("com.acme.Gate", "read", "Gate.java", 12)
                .lasted(1_600)
                .moved(42)
                .with("127.0.0.1:51234")
                .seen();

        assertThat(story.told())
                .startsWith("suspected lost-wake, 1 wait,")
                .contains("culprit com.acme.Gate.read(Gate.java:12): is given the channel's reads")
                .contains("42 bytes lie unread in it")
                .contains("- seen for 1.6 s while the loop had nothing to do; from 127.0.0.1:51234\n")
                .contains("- reads go through Gate\n");
    }

    @Test
    void suspectsAndThenProvesThatAConsumerIsParkedWithSomethingThere() {
        parked(400);
        assertThat(story.told()).startsWith("suspected lost-wake, 1 wait,");
        parked(1_000);

        assertThat(story.told())
                .startsWith("proven lost-wake, 2 waits,")
                .contains("- it was parked for 1.0 s at the longest, and all the while 3 events were there for it");
    }

    private void parked(double ms) {
        story.breach(Fact.PARKED_READY, "com.acme.BatchEventProcessor")
                .frame("com.acme.BlockingWaitStrategy", "waitFor", "BlockingWaitStrategy.java", 50)
                .lasted(ms)
                .moved(3)
                .seen();
    }
}
