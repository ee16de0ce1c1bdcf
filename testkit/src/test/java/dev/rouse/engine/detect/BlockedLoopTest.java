package dev.rouse.engine.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Fact;
import dev.rouse.testkit.LedgerStory;
import dev.rouse.testkit.Ledgers;
import org.junit.jupiter.api.Test;

/** By default a stall of 200 ms counts when there are three, and one of a second at once. */
class BlockedLoopTest {
    private final LedgerStory story = Ledgers.at(10);

    private void stall(double ms, long behind) {
        story.breach(Fact.BLOCKED, "com.acme.Handler")
                .in("com.acme.Handler")
                .frame("java.util.regex.Pattern", "match", "Pattern.java", 1)
                .frame("com.acme.Handler", "check", "Handler.java", 71)
                .frame("com.acme.Handler", "poll", "Handler.java", 40)
                .lasted(ms)
                .times(behind)
                .seen();
    }

    @Test
    void provesALongStallWithOthersBehindIt() {
        stall(1_500, 7);

        assertThat(story.told()).isEqualTo("""
                proven blocked-loop, 1 wait, first at 1970-01-01T00:00:08.500Z, last at 1970-01-01T00:00:10Z
                waits at com.acme.Handler.check(Handler.java:71) on com.acme.Handler for 1500 ms, task com.acme.Handler
                culprit com.acme.Handler.check(Handler.java:71): was what the loop did while it was held
                - one poll held the loop for 1.5 s at the longest, where 200 ms is the limit
                - 7 tasks stood behind it, and could not run
                fix: Do what blocks or computes here on a thread of its own and let the task wait for it, or do it in slices, and let others have their turn between.
                """);
    }

    @Test
    void onlySuspectsWhenNobodyWasSeenBehindIt() {
        stall(1_500, 0);

        assertThat(story.told())
                .startsWith("suspected blocked-loop")
                .contains("- no task was seen to stand behind it; who knocks at the loop's sockets is not seen\n");
    }

    @Test
    void tellsOfThreeShortStalls() {
        stall(300, 1);
        stall(300, 1);
        assertThat(story.told()).isEmpty();
        stall(300, 1);

        assertThat(story.told()).startsWith("proven blocked-loop, 3 waits,").contains("- 1 task stood behind it");
    }

    @Test
    void isSilentBelowTheLimit() {
        for (int i = 0; i < 100; i++) {
            stall(190, 5);
        }

        assertThat(story.told()).isEmpty();
    }

    @Test
    void saysPartialOnceDataWasLost() {
        stall(1_500, 7);
        story.dataLost(1);

        assertThat(story.told()).startsWith("proven blocked-loop (partial)");
    }

    /** What an agent tells of a loop of the host's. */
    private void hold(Fact fact, double ms, long behind, String words) {
        story.breach(fact, "io.netty.channel.nio.NioEventLoop")
                .in("loop-1")
                .frame("java.lang.Thread", "sleep", "Thread.java", -2)
                .frame("com.acme.Handler", "channelRead", "Handler.java", 71)
                .lasted(ms)
                .times(behind)
                .with(words)
                .seen();
    }

    @Test
    void provesThatALoopOfTheHostIsHeld() {
        hold(Fact.BLOCKED, 250, 2, "its thread slept; 2 tasks stand in its queue");
        assertThat(story.told()).isEmpty();
        hold(Fact.STILL_BLOCKED, 1_200, 2, "its thread slept; 2 tasks stand in its queue");

        assertThat(story.told()).isEqualTo("""
                proven blocked-loop, 1 wait, first at 1970-01-01T00:00:08.800Z, last at 1970-01-01T00:00:10Z
                waits at com.acme.Handler.channelRead(Handler.java:71) on io.netty.channel.nio.NioEventLoop for 1200 ms, task loop-1
                culprit com.acme.Handler.channelRead(Handler.java:71): was what the loop did while it was held
                - its thread did not come back to the loop for 1.2 s at the longest, where 200 ms is the limit
                - its thread slept
                - 2 tasks stand in its queue
                fix: Do what blocks or computes here on a thread of another pool and come back to the loop with its result, or use an asynchronous call.
                """);
    }

    @Test
    void tellsAgainOnlyWhenAHoldHasBecomeMuchLonger() {
        hold(Fact.BLOCKED, 1_100, 2, "its thread slept");
        assertThat(story.told()).isNotEmpty();
        hold(Fact.STILL_BLOCKED, 1_500, 2, "its thread slept");
        assertThat(story.told()).isEmpty();
        hold(Fact.STILL_BLOCKED, 2_500, 2, "its thread slept");

        assertThat(story.told()).startsWith("proven blocked-loop, 1 wait,").contains("for 2500 ms");
    }

    @Test
    void onlySuspectsALoopOfTheHostWithNobodySeenBehindItAndOnlyWhenItIsLong() {
        for (int i = 0; i < 5; i++) {
            hold(Fact.BLOCKED, 300, 0, "its thread slept");
        }
        assertThat(story.told()).isEmpty();
        hold(Fact.STILL_BLOCKED, 1_200, 0, "its thread slept");

        assertThat(story.told())
                .startsWith("suspected blocked-loop, 5 waits,")
                .contains("- nobody was seen to stand behind it\n");
    }

    @Test
    void tellsOfThreeShortHoldsWithSomebodyBehindThem() {
        hold(Fact.BLOCKED, 300, 0, "its thread computed");
        hold(Fact.BLOCKED, 300, 1, "its thread computed; 1 task stands in its queue");
        assertThat(story.told()).isEmpty();
        hold(Fact.BLOCKED, 300, 0, "its thread computed");

        assertThat(story.told()).startsWith("proven blocked-loop, 3 waits,");
    }
}
