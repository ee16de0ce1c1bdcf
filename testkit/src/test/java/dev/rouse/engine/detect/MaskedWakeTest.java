package dev.rouse.engine.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Fact;
import dev.rouse.engine.report.TextReport;
import dev.rouse.testkit.LedgerStory;
import dev.rouse.testkit.Ledgers;
import org.junit.jupiter.api.Test;

class MaskedWakeTest {
    private final LedgerStory story = Ledgers.at(10);

    private void passedOver(double ms, String sibling) {
        story.breach(Fact.PASSED_OVER, "com.acme.Prices")
                .in("com.acme.Quote")
                .frame("com.acme.Prices", "poll", "Prices.java", 33)
                .frame("dev.rouse.runtime.Join", "poll", "Join.java", 12)
                .frame("com.acme.Quote", "poll", "Quote.java", 50)
                .lasted(ms)
                .with(sibling)
                .seen();
    }

    @Test
    void provesAChildThatWasReadyAndUnwoken() {
        passedOver(40, "com.acme.Stock");
        passedOver(120, "com.acme.Stock");
        passedOver(48, "com.acme.Tick");

        assertThat(story.at(11).told()).isEqualTo("""
                proven masked-wake, 3 waits, first at 1970-01-01T00:00:09.960Z, last at 1970-01-01T00:00:10Z
                waits at com.acme.Prices.poll(Prices.java:33) on com.acme.Prices for 120 ms, task com.acme.Quote
                culprit com.acme.Prices.poll(Prices.java:33): Prices became ready and did not fire the waker that it kept here
                - it was ready when something else had its task polled, and its own waker did not fire within the grace
                - what woke the task in its place: com.acme.Stock, 2 of 3 times; without it the wait would not have ended
                - delay, since it was last seen pending: median 52 ms, at most 120 ms
                fix: Fire the waker that Prices has kept after each change that makes it ready, on every path: a sibling's wake only hides that nobody does.
                """);
    }

    @Test
    void printsTheWholeReport() {
        story.wakes(20, "com.acme.Prices.poll(Prices.java:33)", "com.acme.Feed.onPrice(Feed.java:71)", 2);
        passedOver(120, "com.acme.Stock");

        assertThat(TextReport.render(story.findings().get(0), false)).isEqualTo("""
                masked-wake  PROVEN  1 wait went on, but not by the wake of its own
                  waits     com.acme.Prices.poll(Prices.java:33)
                            on com.acme.Prices, longest for 120 ms
                  called by com.acme.Quote.poll(Quote.java:50)
                  task      com.acme.Quote
                  why       it was ready when something else had its task polled, and its own waker did not fire
                            within the grace
                  woken by  com.acme.Feed.onPrice(Feed.java:71)
                            normally: 100 % of 20 sampled wakes, median 2.0 ms
                  culprit   com.acme.Prices.poll(Prices.java:33)
                            Prices became ready and did not fire the waker that it kept here
                  evidence  what woke the task in its place: com.acme.Stock, 1 of 1 time; without it the wait would
                            not have ended
                            delay, since it was last seen pending: median 120 ms, at most 120 ms
                  fix       Fire the waker that Prices has kept after each change that makes it ready, on every
                            path: a sibling's wake only hides that nobody does.
                            docs/findings/masked-wake.md""");
    }

    @Test
    void tellsTwoFuturesOfOneLineApart() {
        passedOver(40, "com.acme.Stock");
        story.breach(Fact.PASSED_OVER, "com.acme.Rates")
                .frame("com.acme.Prices", "poll", "Prices.java", 33)
                .seen();

        assertThat(story.findings()).hasSize(2);
    }

    @Test
    void doesWithoutASibling() {
        story.breach(Fact.PASSED_OVER, "com.acme.Prices").lasted(3).seen();

        assertThat(story.told()).contains("median 3.0 ms").doesNotContain("in its place");
    }

    @Test
    void isSilentAboutAWakeThatWasOnlyLate() {
        story.breach(Fact.LATE, "com.acme.Prices").lasted(150).times(100).seen();

        assertThat(story.told()).isEmpty();
    }

    @Test
    void saysPartialOnceDataWasLost() {
        passedOver(40, "com.acme.Stock");
        story.dataLost(1);

        assertThat(story.told()).startsWith("proven masked-wake (partial), 1 wait,");
    }

    private void timedOut(int times) {
        timed(Fact.TIMED_OUT, times);
    }

    private void timed(Fact fact, int times) {
        story.breach(fact, "java.util.concurrent.locks.Condition")
                .frame("com.acme.Reply", "await", "Reply.java", 20)
                .lasted(50)
                .times(times)
                .moved(12)
                .seen();
    }

    @Test
    void suspectsATimedWaitThatOnlyEverGoesOnByItsTimeout() {
        timedOut(3);
        timedOut(4);

        assertThat(story.told()).isEqualTo("""
                suspected masked-wake, 7 waits, first at 1970-01-01T00:00:09.950Z, last at 1970-01-01T00:00:10Z
                waits at com.acme.Reply.await(Reply.java:20) on java.util.concurrent.locks.Condition for 50 ms
                - its timed waits ended by their timeout, and 7 times the thread then went on: its condition was true, and nobody had signalled it
                - other times it waited again at once, 12 times: it does wait for something, and does no round of its own
                - not one of the waits that were followed here ended by a signal
                - lost each time: up to 50 ms, the longest of these waits
                fix: Signal the condition, under its lock, after each change that makes it true: the timeout only hides that nobody does. If it polls something that cannot signal, all is well.
                """);
    }

    @Test
    void isSilentAboutATimedWaitThatHasOnceBeenSignalled() {
        timedOut(50);
        timed(Fact.SIGNALLED, 1);

        assertThat(story.told()).isEmpty();
    }

    @Test
    void isSilentAboutALoopThatWasToldToStop() {
        timedOut(4);

        assertThat(story.told()).isEmpty();
    }

    private void leftToTimer(double ms) {
        story.breach(Fact.LEFT_TO_TIMER, "its timer")
                .in("task 7")
                .frame("", "", "src/prices.rs", 25)
                .lasted(ms)
                .seen();
    }

    @Test
    void suspectsTasksThatWereLeftToTheirTimers() {
        leftToTimer(900);
        leftToTimer(300);

        assertThat(story.at(11).told()).isEqualTo("""
                suspected masked-wake, 2 waits, first at 1970-01-01T00:00:09.100Z, last at 1970-01-01T00:00:10Z
                waits at src/prices.rs:25 on its timer for 900 ms, task task 7
                culprit src/prices.rs:25: spawned the task; what it waits for, and who has let go of its waker, is not seen from outside
                - while it was idle a waker of it was let go of unfired, 2 times: nobody but a timer beside it was left to run it
                - the timer did, 900 ms after the last poll at the worst; it is polled in vain most of the time, so the task waits for more than that
                - this is seen only where an update of the console falls in between: it happens more often
                - a waker that an earlier wait had left behind would look the same: hence suspected
                fix: Look for a slot with place for one waker that several tasks share, for a callback that is dropped: fire the waker before you replace or drop it. The timer only hides that nobody does.
                """);
    }

    @Test
    void isSilentAboutATaskThatWasLeftToItsTimerOnce() {
        leftToTimer(900);

        assertThat(story.told()).isEmpty();
    }
}
