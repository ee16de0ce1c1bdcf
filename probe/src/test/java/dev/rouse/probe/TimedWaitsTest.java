package dev.rouse.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimedWaitsTest {
    private final Object condition = new Object();

    @BeforeEach
    void opens() {
        TimedWaits.open();
    }

    @AfterEach
    void closes() {
        TimedWaits.close();
    }

    /** Far in the future, so that what is followed is over. */
    private static TimedWait followed() {
        List<TimedWait> waits = new ArrayList<>();
        TimedWaits.sweep(System.nanoTime() + 10_000_000_000L, waits::add);
        assertThat(waits).hasSize(1);
        return waits.get(0);
    }

    private void timesOut() {
        TimedWaits.begins(condition);
        TimedWaits.ended(condition, true);
    }

    @Test
    void countsWaitsThatWereBegunAgainAtOnce() {
        for (int i = 0; i < 1_000; i++) {
            timesOut();
        }
        TimedWait wait = followed();

        assertThat(wait.timeouts()).isEqualTo(1_000);
        assertThat(wait.again()).isBetween(900L, 999L);
        assertThat(wait.signals()).isZero();
        assertThat(wait.longest()).isPositive();
    }

    @Test
    void countsAWaitAfterWhichTheThreadDoesNotComeBackAsGoneOn() {
        timesOut();

        assertThat(followed().wentOn()).isOne();
    }

    @Test
    void countsAWaitAfterWhichTheThreadDidSomethingElseAsGoneOn() {
        timesOut();
        long end = System.nanoTime() + 2_000_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        TimedWaits.begins(condition);
        TimedWaits.ended(condition, false);
        TimedWait wait = followed();

        assertThat(wait.wentOn()).isOne();
        assertThat(wait.again()).isZero();
        assertThat(wait.signals()).isOne();
    }

    @Test
    void tellsByTheLockWhoWentOnAndWhoOnlyLookedAgain() {
        TimedWaits.ended(condition, false); // it is followed from now on
        TimedWaits.watchLocks(true);
        timesOut();
        timesOut();
        timesOut();
        TimedWaits.releases();
        timesOut();
        TimedWait wait = followed();

        assertThat(wait.retried()).isEqualTo(2);
        assertThat(wait.relocked()).isOne();
    }

    @Test
    void followsOneThreadOnOneCondition() {
        timesOut();
        TimedWaits.ended(new Object(), true);
        List<TimedWait> waits = new ArrayList<>();
        TimedWaits.sweep(System.nanoTime() + 10_000_000_000L, waits::add);

        assertThat(waits)
                .hasSize(2)
                .allSatisfy(wait -> assertThat(wait.timeouts()).isOne());
    }

    @Test
    void keepsTheStackOfTheFirstEnd() {
        timesOut();

        assertThat(followed().stack()).anyMatch(frame -> frame.getMethodName().equals("keepsTheStackOfTheFirstEnd"));
    }

    @Test
    void doesNothingWhenClosed() {
        TimedWaits.close();
        timesOut();
        List<TimedWait> waits = new ArrayList<>();
        TimedWaits.sweep(System.nanoTime() + 10_000_000_000L, waits::add);

        assertThat(waits).isEmpty();
    }
}
