package dev.rouse.tokio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Finding;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Lines where nobody gets through any more, and the nearest where somebody will, or where nobody asks. */
class JamTest {
    private static final int REQUESTS = 4;

    private final FakeConsole console = new FakeConsole();
    private final Heard heard = new Heard();

    @Test
    void suspectsRequestsThatAllWaitForAPermitThatNobodyGivesBack() {
        long pool = console.resource("Semaphore", 0);
        serve(1, 10);
        ask(11, 24, request -> console.asks(request, pool, "Semaphore::acquire", 11));

        assertThat(only().waiting().site().name()).isEqualTo("src/main.rs:10");
        assertThat(only().waiting().source()).isEqualTo("tokio Semaphore");
        assertThat(only().evidence().get(0))
                .startsWith("none of its line has finished for 10")
                .endsWith("before that 40 of this line had finished, the longest after 21 ms");
    }

    @Test
    void suspectsRequestsThatAllWaitForSomethingThatIsNotTold() {
        serve(1, 10);
        ask(11, 24, request -> {});

        assertThat(heard.inShort()).startsWith("suspected lost-wake src/main.rs:10 x");
        assertThat(only().waiting().source()).isEqualTo("a future that Tokio tells nothing of");
    }

    @Test
    void doesNotSuspectFewConnectionsThatIdleWhereRequestsWereServedBefore() {
        serve(1, 10);
        for (int second = 11; second <= 30; second++) {
            if (second % 4 == 0) {
                waits(second - 0.9);
            }
            heard.take(console.update(second));
        }

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void doesNotSuspectACrowdThatCameAtOnceWhenTheLoadHadEnded() {
        serve(1, 10);
        for (int i = 0; i < 40; i++) {
            waits(10.1 + i * 0.001);
        }
        look(11, 40);

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void doesNotSuspectRequestsThatATimerWillRun() {
        serve(1, 10);
        ask(11, 30, request -> console.asks(request, console.sleep(11, 60_000), "Sleep::new_timeout", 30));

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void doesNotSuspectAQueueBehindOneThatIsAtWork() {
        long pool = console.resource("Semaphore", 0);
        serve(1, 10);
        FakeTask atWork = console.spawn(10, 10.1).polled(10.1, 0.1).givesWakers(1);
        for (int second = 11; second <= 30; second++) {
            waits(pool, second);
            atWork.polled(second - 0.5, 0.1).woken(second - 0.5);
            heard.take(console.update(second));
        }

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void doesNotSuspectAPauseShorterThanTasksOfTheLineHaveLived() {
        serve(1, 10);
        console.spawn(10, 0.5)
                .polled(2, 0.6, 0.1, 8.5)
                .givesWakers(1)
                .losesWakers(1)
                .woken(8.5)
                .ends(8.6);
        ask(11, 24, request -> {});

        assertThat(heard.inShort()).isEmpty();
    }

    @Test
    void doesNotSuspectALineOfWhichNothingHasFinishedYet() {
        ask(1, 30, request -> {});

        assertThat(heard.inShort()).isEmpty();
    }

    private void serve(int from, int to) {
        for (int second = from; second <= to; second++) {
            for (int i = 0; i < REQUESTS; i++) {
                double at = second - 0.9 + i * 0.2;
                console.spawn(10, at)
                        .polled(2, at, 0.1, at + 0.02)
                        .givesWakers(1)
                        .losesWakers(1)
                        .woken(at + 0.02)
                        .ends(at + 0.021);
            }
            heard.take(console.update(second));
        }
    }

    private void ask(int from, int to, Consumer<FakeTask> forWhat) {
        for (int second = from; second <= to; second++) {
            for (int i = 0; i < REQUESTS; i++) {
                forWhat.accept(waits(second - 0.9 + i * 0.2));
            }
            heard.take(console.update(second));
        }
    }

    private void waits(long pool, int second) {
        console.asks(waits(second - 0.9), pool, "Semaphore::acquire", second - 0.9);
    }

    private FakeTask waits(double at) {
        return console.spawn(10, at).polled(at, 0.1).givesWakers(1);
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
