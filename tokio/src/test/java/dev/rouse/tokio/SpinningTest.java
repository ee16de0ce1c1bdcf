package dev.rouse.tokio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** Tasks that burn a core, and tasks that are busy. */
class SpinningTest {
    private static final int A_LOT = 100_000;

    private final FakeConsole console = new FakeConsole();
    private final Heard heard = new Heard();

    @Test
    void suspectsATaskThatWakesItselfAllTheTime() {
        FakeTask proxy = console.spawn(10, 0, "task", "peer", "10.0.0.7");
        seconds(
                5,
                second -> proxy.polled(A_LOT, second - 1, 0.004, second - 0.001).wokenByItself(A_LOT, second - 0.001));

        assertThat(heard.inShort()).isEqualTo("suspected self-wake src/main.rs:10 x3");
        assertThat(heard.findings().get(0).evidence())
                .contains("it woke itself from inside its own polls 100,000 times within 1.0 s, 100,000 a second");
        assertThat(heard.findings().get(0).waiting().task()).isEqualTo("task 1 peer=10.0.0.7");
    }

    @Test
    void doesNotMindAFewSelfWakesHoweverLargeTheirShare() {
        FakeTask task = console.spawn(10, 0);
        seconds(9, second -> task.polled(2, second - 1, 0.01, second - 0.5).wokenByItself(2, second - 0.5));

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void doesNotMindAStormThatIsOverAfterAMoment() {
        FakeTask task = console.spawn(10, 0);
        task.polled(A_LOT, 0, 0.004, 0.9).wokenByItself(A_LOT, 0.9);
        seconds(9, second -> {});

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void doesNotMindThoseWhoYieldAfterMuchWorkWhereTokioCountsThatAsSelfWakes() {
        console.on("1.38.0");
        FakeTask consumer = console.spawn(10, 0);
        seconds(
                9,
                second -> consumer.polled(20_000, second - 1, 0.03, second - 0.001)
                        .wokenByItself(20_000, second - 0.001));

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void suspectsALoopThatYieldsAndLooksAgain() {
        FakeTask task = console.spawn(10, 0);
        seconds(
                5,
                second -> task.polled(A_LOT, second - 1, 0.002, second - 0.001)
                        .woken(A_LOT, second - 0.001)
                        .waitedForItsTurn(750));

        assertThat(heard.inShort()).isEqualTo("suspected self-wake src/main.rs:10 x3");
    }

    @Test
    void doesNotMindWorkThatYieldsBetweenItsSlices() {
        FakeTask task = console.spawn(10, 0);
        seconds(9, second -> task.polled(9_000, second - 1, 0.1, second - 0.001).woken(9_000, second - 0.001));

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void suspectsTwoThatDoNothingButWakeEachOther() {
        FakeTask ping = console.spawn(10, 0);
        FakeTask pong = console.spawn(11, 0);
        seconds(5, second -> {
            ping.polled(A_LOT, second - 1, 0.002, second - 0.001)
                    .woken(A_LOT, second - 0.001)
                    .waitedForItsTurn(200);
            pong.polled(A_LOT + 1, second - 1, 0.002, second - 0.001)
                    .woken(A_LOT, second - 0.001)
                    .waitedForItsTurn(200);
        });

        assertThat(heard.inShort()).isEqualTo("suspected self-wake src/main.rs:10 x3");
        assertThat(heard.findings().get(0).evidence().get(0))
                .contains("it and task 2 spawned at src/main.rs:11 wake each other");
    }

    @Test
    void doesNotMindTwoThatWaitForTheNetworkInTurn() {
        FakeTask one = console.spawn(10, 0);
        FakeTask two = console.spawn(11, 0);
        seconds(9, second -> {
            one.polled(6_000, second - 1, 0.005, second - 0.001)
                    .woken(6_000, second - 0.001)
                    .waitedForItsTurn(50);
            two.polled(6_000, second - 1, 0.005, second - 0.001)
                    .woken(6_000, second - 0.001)
                    .waitedForItsTurn(50);
        });

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void suspectsATaskThatAsksAgainAndAgainAndNothingIsReady() {
        FakeTask task = console.spawn(10, 0);
        long semaphore = console.resource("Semaphore", 0);
        long acquire = console.asks(task, semaphore, "Acquire::new", 0.1);
        seconds(5, second -> {
            task.polled(3_000, second - 1, 0.02, second - 0.001).woken(3_000, second - 0.001);
            console.answers(task, semaphore, acquire, 3_000, false);
        });

        assertThat(heard.inShort()).isEqualTo("suspected no-progress src/main.rs:10 x3");
    }

    @Test
    void doesNotTakeTheLeaveToPollForProgress() {
        FakeTask task = console.spawn(10, 0);
        long semaphore = console.resource("Semaphore", 0);
        long acquire = console.asks(task, semaphore, "Acquire::new", 0.1);
        seconds(5, second -> {
            task.polled(3_000, second - 1, 0.02, second - 0.001).woken(3_000, second - 0.001);
            for (int i = 0; i < 3_000; i++) {
                console.answersInTwo(task, semaphore, acquire, "poll_acquire", false);
            }
        });

        assertThat(heard.inShort()).isEqualTo("suspected no-progress src/main.rs:10 x3");
    }

    @Test
    void doesNotMindATaskWhoseOperationsBecomeReady() {
        FakeTask task = console.spawn(10, 0);
        long semaphore = console.resource("Semaphore", 0);
        long acquire = console.asks(task, semaphore, "Acquire::new", 0.1);
        seconds(5, second -> {
            task.polled(3_000, second - 1, 0.02, second - 0.001).wokenByItself(3_000, second - 0.001);
            console.answers(task, semaphore, acquire, 1_500, false).answers(task, semaphore, acquire, 1_500, true);
        });

        assertThat(heard.inShort()).isEmpty();
    }

    private void seconds(int many, IntConsumer whatHappens) {
        for (int second = 1; second <= many; second++) {
            whatHappens.accept(second);
            heard.take(console.update(second));
        }
    }
}
