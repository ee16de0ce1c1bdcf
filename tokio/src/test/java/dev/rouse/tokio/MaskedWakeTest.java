package dev.rouse.tokio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Waits that only a timer of the same task ends, since their own waker is gone; and timers that mean to. */
class MaskedWakeTest {
    private static final int SECONDS = 9;

    private final FakeConsole console = new FakeConsole();
    private final Heard heard = new Heard();
    private final FakeTask task = console.spawn(10, 0);
    private final long ticker = console.resource("Interval", 0);
    private long tick = console.asks(task, ticker, "Interval::tick", 0);

    @Test
    void suspectsWaitsWhoseWakerIsLetGoOfAndWhichATickerEnds() {
        for (int second = 1; second <= SECONDS; second++) {
            heartbeat(second, 3);
            heard.take(console.update(second + 0.3));
            task.losesWakers(1);
            heard.take(console.update(second + 0.6));
        }

        assertThat(heard.inShort()).isEqualTo("suspected masked-wake src/main.rs:10 x" + (SECONDS - 1));
        assertThat(heard.findings().get(0).evidence().get(0))
                .isEqualTo(
                        "while it was idle a waker of it was let go of unfired, 8 times: nobody but a timer beside it"
                                + " was left to run it");
    }

    @Test
    void doesNotSuspectAConnectionThatAnswersItsOwnHeartbeat() {
        for (int second = 1; second <= SECONDS; second++) {
            heartbeat(second, 3);
            heard.take(console.update(second + 0.3));
            heard.take(console.update(second + 0.6));
            task.losesWakers(1);
        }

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void doesNotSuspectATaskToWhichAnotherWakerIsLeft() {
        task.givesWakers(1);
        for (int second = 1; second <= SECONDS; second++) {
            heartbeat(second, 3);
            heard.take(console.update(second + 0.3));
            task.losesWakers(1);
            heard.take(console.update(second + 0.6));
        }

        assertThat(heard.inShort()).isEmpty();
    }

    /** A request was given up, and the other side lets go of its waker only when the next tick is awaited, alone. */
    @Test
    void doesNotSuspectATickerThatIsAwaitedByItself() {
        for (int second = 1; second <= SECONDS; second++) {
            heartbeat(second, 1);
            heard.take(console.update(second + 0.3));
            task.losesWakers(1);
            heard.take(console.update(second + 0.6));
        }

        assertThat(heard.inShort()).isEmpty();
    }

    /** The same, and then it sleeps. */
    @Test
    void doesNotSuspectASleepAfterARequestThatWasGivenUp() {
        for (int second = 1; second <= SECONDS; second++) {
            task.woken(2, second + 0.1).polled(2, second, 0.1, second + 0.1);
            task.givesWakers(second == 1 ? 3 : 2).losesWakers(1);
            long sleep = console.sleep(second + 0.1, 900);
            console.answers(task, sleep, console.asks(task, sleep, "Sleep::new_timeout", second + 0.1), 1, false);
            heard.take(console.update(second + 0.3));
            task.losesWakers(1);
            heard.take(console.update(second + 0.6));
        }

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void doesNotMindThatItHappenedOnce() {
        heartbeat(1, 3);
        heard.take(console.update(1.3));
        task.losesWakers(1);
        heard.take(console.update(1.6));
        for (int second = 2; second <= SECONDS; second++) {
            heartbeat(second, 3);
            heard.take(console.update(second + 0.3));
        }

        assertThat(heard.inShort()).isEmpty();
    }

    /** The ticker runs it; soon after it is asked for something, and waits: two wakers are held. */
    private void heartbeat(int second, int pending) {
        task.woken(2, second + 0.1).polled(2, second, 0.1, second + 0.1).givesWakers(second == 1 ? 2 : 1);
        console.answers(task, ticker, tick, 1, true);
        tick = console.asks(task, ticker, "Interval::tick", second + 0.1);
        console.answers(task, ticker, tick, pending, false);
    }
}
