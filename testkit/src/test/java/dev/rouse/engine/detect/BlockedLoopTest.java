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
}
