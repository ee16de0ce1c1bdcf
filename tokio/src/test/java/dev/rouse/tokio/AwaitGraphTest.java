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

    @Test
    void suspectsOneWhoWaitsWithALockInItsHandsAndOthersBehindIt() {
        look(0, 0);
        one.polled(40, 0.1, 0.1, 0.9).givesWakers(1);
        gets(one, first, 1.1);
        queue(3);
        look(2, 14);

        assertThat(heard.inShort()).isEqualTo("suspected lost-wake src/main.rs:10 x1");
        assertThat(heard.findings().get(0).evidence().get(0))
                .isEqualTo("3 tasks wait for the tokio Mutex that it was the last to get, and it has been idle for"
                        + " 10.9 s, with no timer that will run it");
    }

    @Test
    void doesNotMindTwoBehindOneWhoTakesLong() {
        look(0, 0);
        one.polled(40, 0.1, 0.1, 0.9).givesWakers(1);
        gets(one, first, 1.1);
        queue(2);
        look(2, 14);

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void doesNotMindManyBehindOneWhoseLineOftenTakesSoLong() {
        look(0, 0);
        one.polled(17, 0.1, 0.1, 80).givesWakers(1);
        gets(one, first, 81);
        queue(9);
        look(82, 99);

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void doesNotMindManyBehindOneWhoWaitsUnderATimeout() {
        look(0, 0);
        one.polled(40, 0.1, 0.1, 0.9).givesWakers(1);
        gets(one, first, 1.1);
        long timeout = console.sleep(1.2, 60_000);
        one.polled(1.2, 0.1);
        console.answers(one, timeout, console.asks(one, timeout, "Sleep::new_timeout", 1.2), 1, false);
        queue(9);
        look(2, 19);

        assertThat(heard.inShort()).isEmpty();
    }

    private void queue(int length) {
        for (int i = 0; i < length; i++) {
            waitsFor(console.spawn(11, 1.2), first, 1.3);
        }
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
