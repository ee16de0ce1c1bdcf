package dev.rouse.tokio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Polls that take too long, and wakes that wait for their turn. */
class TurnsTest {
    private final FakeConsole console = new FakeConsole();
    private final Heard heard = new Heard();

    @Test
    void suspectsAPollThatRunsOnAndOn() {
        console.spawn(10, 0).runsFrom(0.2);
        look(1, 9);

        assertThat(heard.inShort()).isEqualTo("suspected blocked-loop src/main.rs:10 x1");
        assertThat(heard.findings().get(0).waiting().ageMs()).isGreaterThan(1_000);
    }

    @Test
    void suspectsALaterPollToo() {
        FakeTask task = console.spawn(10, 0).polled(500, 0.1, 0.1, 3.5);
        look(1, 4);
        task.polled(4.1, 1_700).polled(6.1, 1_700);
        look(5, 9);

        assertThat(heard.inShort()).startsWith("suspected blocked-loop src/main.rs:10");
    }

    @Test
    void suspectsPollsOfWhichTheNextOneRunsWheneverItIsLookedAt() {
        FakeTask task = console.spawn(10, 0).polled(0.1, 0.1);
        heard.take(console.update(1));
        for (int second = 2; second <= 6; second++) {
            task.polled(2, second - 0.9, 350, second - 0.5).runsFrom(second - 0.1);
            heard.take(console.update(second));
        }

        assertThat(heard.inShort()).startsWith("suspected blocked-loop src/main.rs:10");
    }

    @Test
    void doesNotTakeManyShortPollsForALongOne() {
        FakeTask task = console.spawn(10, 0).polled(0.1, 0.1);
        heard.take(console.update(1));
        for (int second = 2; second <= 9; second++) {
            task.polled(9, second - 0.9, 90, second - 0.15).runsFrom(second - 0.04);
            heard.take(console.update(second));
        }

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void doesNotMindLongPollsForWhichTheRuntimeHasStartedAnotherWorker() {
        FakeTask task = console.spawn(10, 0).polled(0.1, 0.1);
        FakeTask longer = console.spawn(11, 0).polled(0.1, 0.1);
        heard.take(console.update(1));
        console.startsAWorker(1.1);
        longer.runsFrom(1.1);
        for (int second = 2; second <= 9; second++) {
            console.startsAWorker(second - 0.9);
            task.polled(second - 0.9, 700);
            heard.take(console.update(second));
        }

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void doesMindAPollThatBeganWhenTheWorkersHadLongBeenStarted() {
        console.startsAWorker(0);
        console.spawn(10, 0).runsFrom(0.2);
        look(1, 9);

        assertThat(heard.inShort()).isEqualTo("suspected blocked-loop src/main.rs:10 x1");
    }

    @Test
    void countsAPollOnceThatWasSeenToRunAndToEnd() {
        FakeTask task = console.spawn(10, 0).runsFrom(0.2);
        look(1, 5);
        task.ends(5.5);
        look(6, 7);

        assertThat(heard.inShort()).isEqualTo("suspected blocked-loop src/main.rs:10 x1");
    }

    @Test
    void doesNotMindThreadsForBlockingWorkNorTheMainTask() {
        console.spawn(10, 0, "blocking").runsFrom(0.2);
        console.spawn(11, 0, "block_on").runsFrom(0.2);
        look(1, 9);

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void doesNotMindOneSlowStart() {
        console.spawn(10, 0).polled(0.1, 400);
        look(1, 9);

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void provesThatTasksRanLateInSeveralIntervals() {
        FakeTask task = console.spawn(10, 0);
        for (int second = 1; second <= 5; second++) {
            task.polled(3, second - 0.9, 0.1, second - 0.1)
                    .woken(3, second - 0.4)
                    .waitedForItsTurn(900);
            heard.take(console.update(second));
        }

        assertThat(heard.inShort()).contains("proven late-wake src/main.rs:10 x4");
    }

    @Test
    void doesNotMindOneLateInterval() {
        FakeTask task = console.spawn(10, 0);
        task.polled(3, 0.1, 0.1, 0.9).woken(3, 0.4).waitedForItsTurn(900);
        look(1, 9);

        assertThat(heard.inShort()).isEmpty();
    }

    private void look(int from, int to) {
        for (int second = from; second <= to; second++) {
            heard.take(console.update(second));
        }
    }
}
