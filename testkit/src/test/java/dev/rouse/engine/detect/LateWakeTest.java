package dev.rouse.engine.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Fact;
import dev.rouse.testkit.LedgerStory;
import dev.rouse.testkit.Ledgers;
import org.junit.jupiter.api.Test;

/** By default the budget is 200 ms, and three intervals over it are no pause. */
class LateWakeTest {
    private final LedgerStory story = Ledgers.at(10);

    private void late(double ms) {
        story.breach(Fact.LATE, "com.acme.Session")
                .in("com.acme.Session")
                .frame("com.acme.Session", "poll", "Session.java", 44)
                .times(12)
                .lasted(ms)
                .seen();
    }

    @Test
    void tellsOfThreeLateIntervals() {
        late(40);
        late(300);
        late(900);
        late(400);

        assertThat(story.told()).isEqualTo("""
                proven late-wake, 3 waits, first at 1970-01-01T00:00:09.960Z, last at 1970-01-01T00:00:10Z
                waits at com.acme.Session.poll(Session.java:44) on com.acme.Session for 900 ms, task com.acme.Session
                - 99 % of the sampled wakes of an interval ran within 900 ms at the worst, where 200 ms is the budget
                - over it in 3 intervals; 48 wakes were sampled in 4 slow intervals in all
                fix: Find what holds this loop (a blocked-loop finding names it) or give its tasks more loops: the wake came, and its turn did not.
                """);
    }

    @Test
    void isSilentAboutAPauseOfTheMachine() {
        late(5_000);
        late(4_000);

        assertThat(story.told()).isEmpty();
    }

    @Test
    void isSilentWithinTheBudget() {
        for (int i = 0; i < 1_000; i++) {
            late(190);
        }

        assertThat(story.told()).isEmpty();
    }

    @Test
    void saysPartialOnceDataWasLost() {
        late(300);
        late(300);
        late(300);
        story.dataLost(1);

        assertThat(story.told()).startsWith("proven late-wake (partial)");
    }

    private void heldUp(double ms, String holder) {
        story.breach(Fact.LATE, "java.util.concurrent.ScheduledThreadPoolExecutor")
                .frame("com.acme.Beat", "start", "Beat.java", 12)
                .lasted(ms)
                .times(1)
                .with(holder)
                .seen();
    }

    @Test
    void namesWhatHeldTheThread() {
        heldUp(300, "com.acme.Report.start(Report.java:9)");
        heldUp(320, "com.acme.Report.start(Report.java:9)");
        heldUp(310, "com.acme.Sweep.start(Sweep.java:5)");

        assertThat(story.told()).isEqualTo("""
                proven late-wake, 3 waits, first at 1970-01-01T00:00:09.700Z, last at 1970-01-01T00:00:10Z
                waits at com.acme.Beat.start(Beat.java:12) on java.util.concurrent.ScheduledThreadPoolExecutor for 320 ms
                culprit com.acme.Report.start(Report.java:9): held the only thread that was free to run it
                - 99 % of the sampled wakes of an interval ran within 320 ms at the worst, where 200 ms is the budget
                - over it in 3 intervals; 3 wakes were sampled in 3 slow intervals in all
                - what held its thread meanwhile: com.acme.Report.start(Report.java:9), in 2 of 3 slow intervals
                fix: Give what holds the thread a thread of its own, or do it in slices: the wake came, and its turn did not.
                """);
    }

    @Test
    void isSilentAboutASiteWhose99PercentKeepTheBudget() {
        story.runs(3, 1, "com.acme.Beat.start(Beat.java:12)", 300);
        story.runs(10, 32, "com.acme.Beat.start(Beat.java:12)", 1);
        heldUp(300, "com.acme.Report.start(Report.java:9)");
        heldUp(300, "com.acme.Report.start(Report.java:9)");
        heldUp(300, "com.acme.Report.start(Report.java:9)");

        assertThat(story.told()).isEmpty();
    }

    @Test
    void countsForHowManyRunsASampleStands() {
        story.runs(3, 1, "com.acme.Beat.start(Beat.java:12)", 300);
        story.runs(10, 8, "com.acme.Beat.start(Beat.java:12)", 1);
        heldUp(300, "com.acme.Report.start(Report.java:9)");
        heldUp(300, "com.acme.Report.start(Report.java:9)");
        heldUp(300, "com.acme.Report.start(Report.java:9)");

        assertThat(story.told()).startsWith("proven late-wake, 3 waits");
    }
}
