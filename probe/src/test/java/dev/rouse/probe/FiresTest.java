package dev.rouse.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FiresTest {
    private static final long MS = 1_000_000L;
    private static final int TRIES = 100;

    @BeforeEach
    void opens() {
        Fires.open();
    }

    @AfterEach
    void closes() {
        Fires.close();
    }

    private static List<Fire> sweep() {
        List<Fire> fires = new ArrayList<>();
        Fires.sweep(fires::add);
        return fires;
    }

    private static void fire(String what, long lateMs) {
        Fires.fires(new Object(), what, System.nanoTime() - lateMs * MS, true);
    }

    @Test
    void timesATimerFromItsDeadline() {
        fire("beat", 3);

        assertThat(sweep()).singleElement().satisfies(fire -> {
            assertThat(fire.what).isEqualTo("beat");
            assertThat(fire.lateNs).isGreaterThanOrEqualTo(3 * MS);
            assertThat(fire.heldBy).isNull();
        });
    }

    @Test
    void leavesOutATimerWhoseTimeHasNotCome() {
        fire("beat", -100_000);

        assertThat(sweep()).isEmpty();
    }

    @Test
    void namesTheRunThatHeldTheThreadMeanwhile() {
        for (int tries = 0; !isHeldUp("report", 0, "beat") && tries < TRIES; tries++) {
            sweep();
        }

        Fire late = sweep().get(0);
        assertThat(late.what).isEqualTo("beat");
        assertThat(late.heldBy).isEqualTo("report");
        assertThat(late.heldNs).isGreaterThanOrEqualTo(150 * MS);
    }

    @Test
    void namesARunThatBeganSomewhatEarlyAsAWheelsMay() {
        for (int tries = 0; !isHeldUp("report", 5, "beat") && tries < TRIES; tries++) {
            sweep();
        }

        assertThat(sweep())
                .filteredOn(fire -> fire.what.equals("beat"))
                .singleElement()
                .satisfies(late -> assertThat(late.heldBy).isEqualTo("report"));
    }

    /**
     * One timer runs, early by so much, while another is due, which fires next. False where the machine held the test
     * up between the two: then it was not the run that held the timer up.
     */
    private static boolean isHeldUp(String by, long earlyMs, String what) {
        fire(by, -earlyMs);
        long end = System.nanoTime() + (150 + earlyMs) * MS;
        long now = System.nanoTime();
        while (now < end) {
            Thread.onSpinWait();
            now = System.nanoTime();
        }
        Fires.fired();
        fire(what, 150);
        return System.nanoTime() - now < 10 * MS;
    }

    private static void runFor(String what, long ms) {
        fire(what, 0);
        long end = System.nanoTime() + ms * MS;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        Fires.fired();
    }

    @Test
    void blamesNoRunOfItsOwnKind() {
        runFor("beat", 150);
        fire("beat", 150);

        assertThat(sweep()).allSatisfy(fire -> assertThat(fire.heldBy).isNull());
    }

    @Test
    void blamesNoRunThatWasShort() {
        runFor("report", 1);
        fire("beat", 100_000);

        assertThat(sweep()).allSatisfy(fire -> assertThat(fire.heldBy).isNull());
    }

    @Test
    void blamesNobodyForWhatWasGivenATurnAndNoTime() {
        runFor("report", 150);
        Fires.fires(new Object(), "beat", System.nanoTime() - 150 * MS, false);

        assertThat(sweep()).allSatisfy(fire -> assertThat(fire.heldBy).isNull());
    }

    @Test
    void tellsOfWhatWasHeldUpEvenWhenItIsNoSample() {
        for (int i = 0; i < 100; i++) {
            fire("beat", 0);
        }
        sweep();
        for (int i = 0; i < 100; i++) {
            fire("beat", 0);
        }
        int tries = 0;
        while (!isHeldUp("report", 0, "beat") && tries < TRIES) {
            tries++;
        }

        assertThat(sweep()).hasSizeLessThan(60).anySatisfy(fire -> {
            assertThat(fire.heldBy).isEqualTo("report");
            assertThat(fire.stands).isOne();
        });
    }
}
