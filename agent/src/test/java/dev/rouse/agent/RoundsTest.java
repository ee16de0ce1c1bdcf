package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Site;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final long QUARTER_NS = 250_000_000;

    private final Rounds rounds = new Rounds();
    private final Site site = new Site("com.acme.Consumer.next(Consumer.kt:12)");
    private final List<Object> tasks = new ArrayList<>();

    private Object task() {
        Object task = new Object();
        tasks.add(task); // alive to the end
        return task;
    }

    @Test
    void seesALoopWhereATaskComesBackAgainAndAgain() {
        for (int i = 0; i < 50; i++) {
            rounds.visits(site, task(), 0); // idle from the first event on
        }
        Object busy = task();
        for (int i = 0; i < 40; i++) {
            rounds.visits(site, busy, 0);
        }

        assertThat(rounds.areMadeAt(site)).isTrue();
    }

    @Test
    void seesNoLoopWhereEachTaskWaitsOnceOrTriesOnceMore() {
        for (int i = 0; i < 1_000; i++) {
            Object request = task();
            for (int tries = 0; tries <= (i % 50 == 0 ? 3 : 0); tries++) {
                rounds.visits(site, request, 0);
            }
        }

        assertThat(rounds.areMadeAt(site)).isFalse();
    }

    @Test
    void seesNoLoopWhereATaskGetsThereByThreeWays() {
        for (int i = 0; i < 100; i++) {
            Object request = task();
            for (int way = 0; way < 3; way++) {
                rounds.visits(site, request, way);
            }
        }

        assertThat(rounds.areMadeAt(site)).isFalse();
    }

    @Test
    void looksAtABoundedNumberOfWaitsBetweenTwoSweeps() {
        rounds.newSweep(1);

        assertThat(taken(10_000)).isEqualTo(400);
    }

    @Test
    void looksAtAsManyInALateSweepAsInPunctualOnes() {
        rounds.newSweep(1);
        taken(400);
        rounds.newSweep(1 + QUARTER_NS * 4);

        assertThat(taken(1_600)).isBetween(600, 1_600);
    }

    @Test
    void looksAtTheLastWaitsOfASweepAsOftenAsAtTheFirst() {
        int first = 0;
        int last = 0;
        for (int sweep = 1; sweep <= 100; sweep++) {
            rounds.newSweep(sweep * QUARTER_NS);
            first += taken(50);
            taken(1_900);
            last += taken(50);
        }

        assertThat(last).isBetween(first / 2, first * 2).isGreaterThan(300);
    }

    private int taken(int waits) {
        int taken = 0;
        for (int i = 0; i < waits; i++) {
            taken += rounds.takes() ? 1 : 0;
        }
        return taken;
    }
}
