package dev.rouse.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FiresTest {
    private static final long MS = 1_000_000L;

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
        fire("beat", -1_000);

        assertThat(sweep()).isEmpty();
    }

    @Test
    void namesTheRunThatHeldTheThreadMeanwhile() {
        runFor("report", 150);
        fire("beat", 150);

        Fire late = sweep().get(0);
        assertThat(late.what).isEqualTo("beat");
        assertThat(late.heldBy).isEqualTo("report");
        assertThat(late.heldNs).isGreaterThanOrEqualTo(150 * MS);
    }

    @Test
    void namesARunThatBeganSomewhatEarlyAsAWheelsMay() {
        runFor("report", -5, 155);
        fire("beat", 150);

        assertThat(sweep())
                .singleElement()
                .satisfies(late -> assertThat(late.heldBy).isEqualTo("report"));
    }

    private static void runFor(String what, long ms) {
        runFor(what, 0, ms);
    }

    private static void runFor(String what, long lateMs, long ms) {
        fire(what, lateMs);
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
        fire("beat", 500);

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
        runFor("report", 150);
        fire("beat", 150);

        assertThat(sweep()).hasSizeLessThan(60).anySatisfy(fire -> {
            assertThat(fire.heldBy).isEqualTo("report");
            assertThat(fire.stands).isOne();
        });
    }
}
