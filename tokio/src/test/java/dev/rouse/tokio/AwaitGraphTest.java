package dev.rouse.tokio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which task waits for which lock, and who got that last. */
class AwaitGraphTest {
    private final FakeConsole console = new FakeConsole();
    private final Heard heard = new Heard();
    private final long first = console.resource("Mutex", 0);
    private final long second = console.resource("Mutex", 0);
    private final FakeTask one = console.spawn(10, 0);
    private final FakeTask two = console.spawn(11, 0);

    @Test
    void suspectsTwoThatHoldWhatTheOtherOneWaitsFor() {
        gets(one, first, 0.1);
        gets(two, second, 0.1);
        waitsFor(one, second, 0.2);
        waitsFor(two, first, 0.2);
        look(1, 5);

        assertThat(heard.inShort()).isEqualTo("suspected deadlock src/main.rs:10 x2");
        assertThat(heard.findings().get(0).evidence())
                .containsExactly(
                        "task 3 waits at src/main.rs:10 for a tokio Mutex that task 4 holds",
                        "task 4 waits at src/main.rs:11 for a tokio Mutex that task 3 holds",
                        "who holds a lock is not seen from outside: it is the last that was seen to get it");
    }

    @Test
    void suspectsATaskThatWaitsForWhatItHoldsItself() {
        gets(one, first, 0.1);
        waitsFor(one, first, 0.2);
        look(1, 5);

        assertThat(heard.inShort()).isEqualTo("suspected deadlock src/main.rs:10 x1");
    }

    @Test
    void doesNotMindWaitingForOneWhoWillGiveItBack() {
        gets(one, first, 0.1);
        waitsFor(two, first, 0.2);
        look(1, 9);

        assertThat(heard.inShort()).isEmpty();
    }

    /** Its turn lasted: that is told as a poll of the same semaphore that was ready. */
    @Test
    void doesNotTakeOneForTheHolderWhoHadOnlyLeaveToPoll() {
        gets(one, first, 0.1);
        two.polled(0.2, 0.1).givesWakers(1);
        console.answersInTwo(two, first, console.asks(two, first, "Mutex::lock", 0.2), "poll_acquire", false);
        look(1, 9);

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void takesOneForTheHolderWhosePollWasReady() {
        one.polled(0.1, 0.1);
        console.answersInTwo(one, first, console.asks(one, first, "Mutex::lock", 0.1), "poll_acquire", true);
        one.polled(0.2, 0.1).givesWakers(1);
        console.answersInTwo(one, first, console.asks(one, first, "Mutex::lock", 0.2), "poll_acquire", false);
        look(1, 5);

        assertThat(heard.inShort()).isEqualTo("suspected deadlock src/main.rs:10 x1");
    }

    @Test
    void doesNotSayWhoHoldsWhatOnceEventsWereDropped() {
        gets(one, first, 0.1);
        gets(two, second, 0.1);
        waitsFor(one, second, 0.2);
        waitsFor(two, first, 0.2);
        console.drops(3);
        look(1, 9);

        assertThat(heard.inShort()).isEmpty();
    }

    private void gets(FakeTask task, long mutex, double at) {
        task.polled(at, 0.1);
        console.answers(task, mutex, console.asks(task, mutex, "Mutex::lock", at), 1, true);
    }

    private void waitsFor(FakeTask task, long mutex, double at) {
        task.polled(at, 0.1).givesWakers(1);
        console.answers(task, mutex, console.asks(task, mutex, "Mutex::lock", at), 1, false);
    }

    private void look(int from, int to) {
        for (int at = from; at <= to; at++) {
            heard.take(console.update(at));
        }
    }
}
