package dev.rouse.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SiteHistoryTest {
    private static final Site REPLY = new Site("com.acme.AuthClient.onReply(AuthClient.java:77)");
    private static final Site TIMER = new Site("com.acme.Timeouts.expire(Timeouts.java:12)");

    private final SiteHistory history = new SiteHistory();

    @Test
    void namesTheMostFrequentWakerWithItsShareAndTheMedian() {
        for (int i = 0; i < 97; i++) {
            history.wake(REPLY, 3_000_000, 1);
        }
        for (int i = 0; i < 3; i++) {
            history.wake(TIMER, 5_000_000_000L, 1);
        }

        assertThat(history.usualWaker()).satisfies(waker -> {
            assertThat(waker.site()).isEqualTo(REPLY);
            assertThat(waker.share()).isEqualTo(0.97);
            assertThat(waker.medianMs()).isBetween(3.0, 3.3);
            assertThat(waker.samples()).isEqualTo(100);
        });
    }

    @Test
    void keepsWhatWasOnlyTimedApart() {
        history.wake(REPLY, 3_000_000, 1);
        history.timed(5_000_000, 16);
        history.wake(REPLY, 3_000_000, 64);

        assertThat(history.wakes()).isEqualTo(65);
        assertThat(history.durations().total()).isEqualTo(2);
        assertThat(history.times().total()).isEqualTo(3);
        long[] standFor = {0};
        history.times().visit((bucket, count, stands) -> standFor[0] += stands);
        assertThat(standFor[0]).isEqualTo(1 + 16 + 1);
    }

    @Test
    void countsASampleForAllTheWakesItStandsFor() {
        history.wake(REPLY, 1, 64);
        history.wake(null, 1, 1);

        assertThat(history.wakes()).isEqualTo(65);
        assertThat(history.durations().total()).isEqualTo(2);
        assertThat(history.usualWaker())
                .satisfies(waker -> assertThat(waker.samples()).isEqualTo(1));
    }

    @Test
    void knowsNoWakerBeforeOneWasSeen() {
        history.wake(null, 3_000_000, 1);

        assertThat(history.usualWaker()).isNull();
        assertThat(history.durations().total()).isEqualTo(1);
    }

    @Test
    void leavesWakesByMachineryOutOfTheShares() {
        history.wake(REPLY, 1, 1);
        history.wake(null, 1, 1);

        assertThat(history.usualWaker()).satisfies(waker -> {
            assertThat(waker.share()).isEqualTo(1);
            assertThat(waker.samples()).isEqualTo(1);
        });
    }

    @Test
    void countsTheWakersOfAUtilityButKeepsOnlyTheFirst() {
        for (int i = 0; i < 32; i++) {
            history.wake(new Site("waker " + i), 1, 1);
        }
        for (int i = 0; i < 64; i++) {
            history.wake(new Site("late " + i), 1, 1);
        }
        history.wake(new Site("waker 7"), 1, 1);
        history.wake(new Site("late 1"), 1, 1);

        assertThat(history.usualWaker()).satisfies(waker -> {
            assertThat(waker.site()).isEqualTo(new Site("waker 7"));
            assertThat(waker.share()).isCloseTo(2 / 98.0, within(1e-9));
            assertThat(waker.samples()).isEqualTo(98);
        });
    }
}
