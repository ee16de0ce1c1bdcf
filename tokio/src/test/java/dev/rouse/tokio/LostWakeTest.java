package dev.rouse.tokio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Finding;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Waits that nobody will end, and the nearest ones that somebody will, or that are meant to last. */
class LostWakeTest {
    private static final int REQUESTS = 10;

    private final FakeConsole console = new FakeConsole();
    private final Heard heard = new Heard();

    @Test
    void suspectsRequestsThatHoldNoWakerWhileTheOthersFinish() {
        for (int lost = 0; lost < 3; lost++) {
            console.spawn(10, 0.1).polled(0.1, 0.1).givesWakers(1).losesWakers(1);
        }
        watchRequests(10, 1, 8);

        assertThat(heard.inShort()).isEqualTo("suspected lost-wake src/main.rs:10 x3");
        assertThat(only().evidence().get(0))
                .isEqualTo("nobody holds a waker of it, and nobody has fired one since its last poll: 1 waker was made"
                        + " and is gone");
    }

    @Test
    void suspectsRequestsWhoseWakerIsHeldByWhomever() {
        for (int lost = 0; lost < 3; lost++) {
            console.spawn(10, 0.1, "task", "peer", "10.0.0." + lost)
                    .polled(0.1, 0.1)
                    .givesWakers(2)
                    .losesWakers(1);
        }
        watchRequests(10, 1, 13);

        assertThat(heard.inShort()).isEqualTo("suspected lost-wake src/main.rs:10 x3");
        assertThat(only().evidence())
                .last()
                .isEqualTo(
                        "1 waker of it is held; by whom, and whether it will ever be fired, is not seen from outside");
        assertThat(only().waiting().task()).isEqualTo("task 1 peer=10.0.0.0");
    }

    /** Connections that idle for some seconds where others come and go hold a waker too. */
    @Test
    void doesNotSuspectSeveralWhoseWakerIsHeldForSomeSeconds() {
        for (int idle = 0; idle < 3; idle++) {
            console.spawn(10, 0.1).polled(0.1, 0.1).givesWakers(2).losesWakers(1);
        }
        watchRequests(10, 1, 9);

        assertThat(heard.inShort()).isEmpty();
    }

    /** What its console tells of as new is five seconds old: the tasks come first, their timers an update later. */
    @Test
    void doesNotSuspectWhatWaitsForATimerThatIsToldOfLater() {
        List<FakeTask> sleepers = new ArrayList<>();
        for (int second = 1; second <= 40; second++) {
            serveAt(10, second - 5.9);
            for (int i = 0; second == 16 && i < 3; i++) {
                sleepers.add(
                        console.spawn(10, 10.5).polled(10.6, 0.1).givesWakers(2).losesWakers(1));
            }
            for (FakeTask sleeper : second == 17 ? sleepers : List.<FakeTask>of()) {
                console.asks(sleeper, console.sleep(10.6, 60_000), "Sleep::new_timeout", 10.6);
            }
            heard.take(console.update(second));
        }

        assertThat(heard.inShort()).isEmpty();
    }

    /** A console that is behind tells of timers, and not of who waits for them. */
    @Test
    void doesNotSuspectWhoseWakerMayBeHeldByATimerThatNobodyIsToldToWaitFor() {
        for (int i = 0; i < 3; i++) {
            console.spawn(10, 0.1).polled(0.1, 0.1).givesWakers(2).losesWakers(1);
            console.sleep(0.1, 60_000);
        }
        watchRequests(10, 1, 40);

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void takesBackWhatItSuspectedOfATaskWhoseTimerIsToldOfLate() {
        List<FakeTask> sleepers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sleepers.add(console.spawn(10, 0.1).polled(0.1, 0.1).givesWakers(2).losesWakers(1));
        }
        watchRequests(10, 1, 5);
        for (FakeTask sleeper : sleepers) {
            console.asks(sleeper, console.sleep(0.1, 60_000), "Sleep::new_timeout", 0.1);
        }
        watchRequests(10, 6, 40);

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void suspectsATaskThatWorkedForLongAndIsLeftWithoutAWaker() {
        FakeTask worker = console.spawn(20, 0).givesWakers(1);
        for (int second = 1; second <= 20; second++) {
            worker.polled(20, second - 0.9, 0.1, second - 0.1).woken(20, second - 0.1);
            heard.take(console.update(second));
        }
        worker.losesWakers(1);
        look(21, 40);

        assertThat(heard.inShort()).isEqualTo("suspected lost-wake src/main.rs:20 x1");
    }

    @Test
    void doesNotSuspectWhatNeverGaveItsWakerAway() {
        console.spawn(10, 0.1).polled(0.1, 0.1);
        watchRequests(10, 1, 20);

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void doesNotSuspectAWaitForeverAtALineOfItsOwn() {
        console.spawn(30, 0.1).polled(3, 0.1, 0.1, 0.5).givesWakers(2).losesWakers(2);
        watchRequests(10, 1, 20);

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void doesNotSuspectTheMainTaskNorAThreadForBlockingWorkNorALocalSet() {
        for (String kind : new String[] {"block_on", "blocking", "local"}) {
            for (int i = 0; i < 3; i++) {
                console.spawn(10, 0.1, kind).polled(0.1, 0.1).givesWakers(1).losesWakers(1);
            }
        }
        watchRequests(10, 1, 20);

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void doesNotSuspectConnectionsThatHaveServedAndIdle() {
        for (int i = 0; i < 3; i++) {
            console.spawn(10, 0.1).polled(40, 0.1, 0.1, 0.9).givesWakers(41).losesWakers(40);
        }
        watchRequests(10, 1, 20);

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void doesNotSuspectWorkersOfAPoolThatWaitForWork() {
        FakeTask busy = console.spawn(40, 0).givesWakers(1);
        for (int i = 0; i < 4; i++) {
            console.spawn(40, 0).polled(3, 0.1, 0.1, 0.2).givesWakers(4).losesWakers(3);
        }
        for (int second = 1; second <= 30; second++) {
            busy.polled(100, second - 0.9, 0.1, second - 0.1).woken(100, second - 0.1);
            heard.take(console.update(second));
        }

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void doesNotSuspectWhoWaitsForATimer() {
        for (int i = 0; i < 3; i++) {
            FakeTask sleeper = console.spawn(10, 0.1).polled(0.1, 0.1).givesWakers(1);
            console.asks(sleeper, console.sleep(0.1, 3_600_000), "Sleep::new_timeout", 0.1);
        }
        watchRequests(10, 1, 20);

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void doesNotSuspectAFinishedTaskWhoseSpanIsStillHeld() {
        for (int i = 0; i < 3; i++) {
            console.spawn(10, 0.1)
                    .polled(2, 0.1, 0.1, 0.3)
                    .givesWakers(1)
                    .losesWakers(1)
                    .woken(0.3);
        }
        watchRequests(10, 1, 20);

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void doesNotSuspectATaskThatHasBeenWokenAndWaitsForItsTurn() {
        for (int i = 0; i < 3; i++) {
            console.spawn(10, 0.1)
                    .polled(0.1, 0.1)
                    .givesWakers(1)
                    .losesWakers(1)
                    .woken(0.2);
        }
        watchRequests(10, 1, 20);

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void suspectsATimerThatIsLongDueAndWasPolledBefore() {
        FakeTask sleeper = console.spawn(60, 0.1).polled(0.1, 0.1).givesWakers(1);
        console.asks(sleeper, console.sleep(0.1, 500), "Sleep::new_timeout", 0.1);
        look(1, 5);

        assertThat(heard.inShort()).isEqualTo("suspected lost-wake src/main.rs:60 x1");
        assertThat(only().evidence().get(0)).startsWith("its timer was due 1.4 s ago, and has not woken it");
    }

    @Test
    void suspectsAShortTimerWhoseTimeIsToldInWholeMilliseconds() {
        FakeTask batcher = console.spawn(60, 0).polled(0.5, 0.1).givesWakers(1);
        long sleep = console.sleep(0.5, 0);
        long await = console.asks(batcher, sleep, "Sleep::new_timeout", 0.5);
        console.answersInTwo(batcher, sleep, await, "poll_elapsed", false);
        look(1, 5);

        assertThat(heard.inShort()).isEqualTo("suspected lost-wake src/main.rs:60 x1");
    }

    @Test
    void doesNotSuspectAShortTimerOfWhichNoPollWasSeen() {
        FakeTask batcher = console.spawn(60, 0).polled(0.5, 0.1).givesWakers(1);
        console.asks(batcher, console.sleep(0.5, 0), "Sleep::new_timeout", 0.5);
        look(1, 9);

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void doesNotSuspectATimerThatFiredAndIsKept() {
        FakeTask sleeper = console.spawn(60, 0.1).polled(0.1, 0.1).givesWakers(1);
        console.asks(sleeper, console.sleep(0.1, 500), "Sleep::new_timeout", 0.1);
        heard.take(console.update(0.5));
        sleeper.woken(0.6).polled(0.6, 0.1);
        look(1, 9);

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void callsAFindingPartialWhenTheConsoleHasDroppedEvents() {
        for (int lost = 0; lost < 3; lost++) {
            console.spawn(10, 0.1).polled(0.1, 0.1).givesWakers(1).losesWakers(1);
        }
        console.drops(17);
        watchRequests(10, 1, 8);

        assertThat(only().partial()).isTrue();
    }

    /** Requests that finish, all along. */
    private void watchRequests(int line, int from, int to) {
        for (int second = from; second <= to; second++) {
            serveAt(line, second - 0.9);
            heard.take(console.update(second));
        }
    }

    private void serveAt(int line, double from) {
        for (int i = 0; i < REQUESTS && from > 0; i++) {
            double at = from + i * 0.05;
            console.spawn(line, at)
                    .polled(2, at, 0.1, at + 0.02)
                    .givesWakers(1)
                    .losesWakers(1)
                    .woken(at + 0.02)
                    .ends(at + 0.021);
        }
    }

    private void look(int from, int to) {
        for (int second = from; second <= to; second++) {
            heard.take(console.update(second));
        }
    }

    private Finding only() {
        assertThat(heard.findings()).hasSize(1);
        return heard.findings().get(0);
    }
}
