package dev.rouse.engine.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Fact;
import dev.rouse.testkit.LedgerStory;
import dev.rouse.testkit.Ledgers;
import dev.rouse.testkit.StoryBreach;
import org.junit.jupiter.api.Test;

/** By default 1,000 self-wakes in a row, for half a second, are a spin. */
class SelfWakeTest {
    private final LedgerStory story = Ledgers.at(10);

    private StoryBreach woken(long times, double ms) {
        return story.breach(Fact.SELF_WOKEN, "com.acme.TlsStream")
                .in("com.acme.Proxy")
                .frame("com.acme.TlsStream", "pollRead", "TlsStream.java", 140)
                .frame("com.acme.Proxy", "poll", "Proxy.java", 30)
                .times(times)
                .lasted(ms)
                .seen();
    }

    @Test
    void provesOneLongRow() {
        woken(1_024, 2);
        story.at(11);
        woken(400_000, 1_000);

        assertThat(story.told()).isEqualTo("""
                proven self-wake, 2 waits, first at 1970-01-01T00:00:09.998Z, last at 1970-01-01T00:00:11Z
                waits at com.acme.TlsStream.pollRead(TlsStream.java:140) on com.acme.TlsStream for 1000 ms, task com.acme.Proxy
                culprit com.acme.TlsStream.pollRead(TlsStream.java:140): TlsStream fires the waker of the poll that it is in, and moves nothing
                - it woke itself from inside its own poll 400,000 times in a row within 1.0 s, 400,000 wakes a second, and moved 0 bytes
                - in all 401,024 wakes in 1.0 s of spinning, seen 2 times
                - no accident: 1,000 in a row, for 500 ms, would be enough
                fix: Let TlsStream return pending without waking itself, and leave its waker with whatever will bring the next event; where no event can come any more (a stream's end), be ready for good.
                """);
    }

    @Test
    void suspectsManyShortRows() {
        for (int i = 0; i < 100; i++) {
            woken(1_024, 5);
        }

        assertThat(story.told()).startsWith("suspected self-wake, 100 waits,");
    }

    @Test
    void isSilentAboutSpinningForAMomentBeforeSleeping() {
        woken(5_000, 20);
        woken(5_000, 20);

        assertThat(story.told()).isEmpty();
    }

    @Test
    void isSilentAboutFewWakesHoweverLongTheyTake() {
        woken(999, 60_000);

        assertThat(story.told()).isEmpty();
    }

    @Test
    void isSilentWhenSomethingMoved() {
        woken(0, 0).times(500_000).lasted(1_000).moved(1).seen();

        assertThat(story.told()).isEmpty();
    }

    @Test
    void saysPartialOnceDataWasLost() {
        woken(400_000, 1_000);
        story.dataLost(7);

        assertThat(story.told()).startsWith("proven self-wake (partial)");
    }

    @Test
    void takesItsThresholdsFromTheSettings() {
        Thresholds patient =
                Thresholds.from(name -> name.equals("spin.row") ? "500000" : name.equals("spin") ? "2000" : null);
        LedgerStory slow = Ledgers.with(patient, 0);
        slow.breach(Fact.SELF_WOKEN, "a").times(499_999).lasted(3_000).seen();
        assertThat(slow.told()).isEmpty();
        slow.breach(Fact.SELF_WOKEN, "a").times(500_000).lasted(3_001).seen();

        assertThat(slow.told()).startsWith("proven").contains("500,000 in a row, for 2.0 s, would be enough");
    }

    @Test
    void suspectsAnExecutorThatOnlyItsOwnTasksKeepBusy() {
        story.breach(Fact.RESUBMITTED, "com.acme.Poller$Again")
                .in("worker-1")
                .frame("com.acme.Poller", "again", "Poller.java", 40)
                .times(500_000)
                .lasted(700)
                .with("submitted tasks of this class to the queue that it serves; thread worker-1 took 99 % of a core")
                .seen();

        assertThat(story.told()).isEqualTo("""
                suspected self-wake, 1 wait, first at 1970-01-01T00:00:09.300Z, last at 1970-01-01T00:00:10Z
                waits at com.acme.Poller.again(Poller.java:40) on com.acme.Poller$Again for 700 ms, task worker-1
                culprit com.acme.Poller.again(Poller.java:40): keeps its own thread busy: it is what this line brings about again
                - submitted tasks of this class to the queue that it serves: 500,000 times in a row within 700 ms, 714,286 wakes a second, and moved 0 bytes
                - thread worker-1 took 99 % of a core
                - no accident: 1,000 in a row, for 500 ms, would be enough
                fix: Submit the next task only when there is something to do: where an event, a timer or another thread brings it. Look for a task that submits itself to ask for a state, and for a listener whose notification is a task that has this listener too.
                """);
    }
}
