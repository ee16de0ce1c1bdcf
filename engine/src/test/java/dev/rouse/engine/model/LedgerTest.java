package dev.rouse.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rouse.engine.source.Event;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ledger's own rules; what the detectors make of it is told by the stories of testkit. */
class LedgerTest {
    private static final long START = -5_000_000_000L;
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Site HERE = new Site("here");

    private final Ledger ledger = new Ledger(new Ledger.Limits(3, 2), START, NOON);

    private static Event.WaitBegan began(long at, long id, Site site, String source) {
        return new Event.WaitBegan(at, id, at, site, null, 0, source, Role.RESULT, false, List.of());
    }

    private void begin(long id) {
        ledger.apply(began(START, id, HERE, "Promise"));
    }

    private void wake(String site) {
        ledger.apply(new Event.WakeSampled(START, new Site(site), null, 1, 1));
    }

    @Test
    void followsAWaitUntilItEnds() {
        begin(1);
        begin(2);
        ledger.apply(new Event.WaitEnded(START, 1));

        assertThat(ledger.waits()).extracting(Wait::id).containsExactly(2L);
    }

    @Test
    void refusesAndCountsWaitsPastItsLimit() {
        for (int id = 1; id <= 5; id++) {
            begin(id);
        }

        assertThat(ledger.waits()).extracting(Wait::id).containsExactly(1L, 2L, 3L);
        assertThat(ledger.refused()).isEqualTo(2);
    }

    @Test
    void takesNewWaitsOnceOthersHaveEnded() {
        for (int id = 1; id <= 3; id++) {
            begin(id);
        }
        ledger.apply(new Event.WaitEnded(START, 2));
        begin(4);

        assertThat(ledger.waits()).extracting(Wait::id).containsExactly(1L, 3L, 4L);
        assertThat(ledger.refused()).isZero();
    }

    @Test
    void refusesAndCountsSitesPastItsLimitButGoesOnWithThoseItKnows() {
        wake("a");
        wake("b");
        wake("c");
        wake("a");

        assertThat(ledger.history(new Site("c"))).isNull();
        assertThat(ledger.history(new Site("a")))
                .satisfies(known -> assertThat(known.durations().total()).isEqualTo(2));
        assertThat(ledger.refused()).isEqualTo(1);
    }

    @Test
    void addsWhatTheSourceLost() {
        ledger.apply(new Event.DataLost(START, 40));
        ledger.apply(new Event.DataLost(START, 2));

        assertThat(ledger.refused()).isEqualTo(42);
    }

    @Test
    void neverLetsTimeRunBack() {
        ledger.advance(START + 10);
        ledger.apply(new Event.DataLost(START + 3, 1));
        ledger.advance(START);

        assertThat(ledger.now()).isEqualTo(START + 10);
    }

    @Test
    void tellsWallClockTimeOfAnyMomentOfTheSourcesClock() {
        assertThat(ledger.wallClock(START)).isEqualTo(NOON);
        assertThat(ledger.wallClock(START + 90_000_000_000L)).isEqualTo(NOON.plusSeconds(90));
        assertThat(ledger.wallClock(START - 1_000_000_000L)).isEqualTo(NOON.minusSeconds(1));
    }

    @Test
    void groupsBySiteAndSourceInTheOrderInWhichTheyCame() {
        ledger.apply(began(START, 1, HERE, "Promise"));
        ledger.apply(began(START, 2, HERE, "Latch"));
        ledger.apply(began(START, 3, HERE, "Promise"));

        assertThat(ledger.groups(ledger.waits()))
                .extracting(group -> group.stream().map(Wait::id).toList())
                .containsExactly(List.of(1L, 3L), List.of(2L));
    }

    @Test
    void countsOnlyTheWakesAfterAWaitBeganAsOvertakingIt() {
        wake("here");
        wake("here");
        begin(1);
        wake("here");
        wake("elsewhere");

        assertThat(ledger.overtakenBy(only())).isEqualTo(1);
    }

    private Wait only() {
        return ledger.waits().iterator().next();
    }

    @Test
    void remembersSinceWhenTheSameTaskHoldsTheLock() {
        begin(1);
        ledger.apply(new Event.HolderSeen(START + 1, 1, 7, false));
        ledger.apply(new Event.HolderSeen(START + 5, 1, 7, false));
        assertThat(only().heldForNs(START + 10)).isEqualTo(9);

        ledger.apply(new Event.HolderSeen(START + 11, 1, 8, false));
        assertThat(only().heldForNs(START + 20)).isEqualTo(9);

        ledger.apply(new Event.HolderSeen(START + 21, 1, 0, false));
        assertThat(only().heldForNs(START + 30)).isZero();
    }

    @Test
    void remembersSinceWhenTheHolderIsSeenToHaveEnded() {
        begin(1);
        ledger.apply(new Event.HolderSeen(START + 1, 1, 7, true));
        ledger.apply(new Event.HolderSeen(START + 5, 1, 7, true));
        assertThat(only().holderEndedForNs(START + 10)).isEqualTo(9);

        ledger.apply(new Event.HolderSeen(START + 11, 1, 8, true));
        assertThat(only().holderEndedForNs(START + 12)).isEqualTo(1);

        ledger.apply(new Event.HolderSeen(START + 13, 1, 8, false));
        assertThat(only().holderEndedForNs(START + 20)).isZero();
    }

    @Test
    void knowsASourceThatWasCollectedAtTheClocksZero() {
        begin(1);
        assertThat(only().sourceCollected()).isFalse();
        assertThat(only().collectedForNs(9)).isZero();

        ledger.apply(new Event.SourceCollected(0, 1, HERE, true, true, true));

        assertThat(only().sourceCollected()).isTrue();
        assertThat(only().collectedForNs(9)).isEqualTo(9);
        assertThat(only().made()).isEqualTo(HERE);
        assertThat(only().blocked()).isTrue();
        assertThat(only().kept()).isTrue();
        assertThat(only().timeout()).isTrue();
    }

    @Test
    void changesNothingForAWaitThatItDoesNotFollow() {
        ledger.apply(new Event.WaitEnded(START, 9));
        ledger.apply(new Event.SourceCollected(START, 9, null, true, true, false));
        ledger.apply(new Event.SocketsSeen(START, 9, List.of("127.0.0.1:1")));
        ledger.apply(new Event.HolderSeen(START, 9, 1, false));

        assertThat(ledger.waits()).isEmpty();
        assertThat(ledger.refused()).isZero();
    }

    @Test
    void showsItsWaitsToReadersOnly() {
        begin(1);

        assertThatThrownBy(() -> ledger.waits().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
