package dev.rouse.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HandOversTest {
    private static final Object POOL = new Object();

    private final List<HandOver> run = new ArrayList<>();
    private final List<HandOver> waiting = new ArrayList<>();

    @BeforeEach
    void opens() {
        HandOvers.open();
    }

    @AfterEach
    void closes() {
        HandOvers.close();
    }

    private void sweep() {
        sweepAfter(0);
    }

    private void sweepAfter(long seconds) {
        run.clear();
        waiting.clear();
        HandOvers.sweep(System.nanoTime() + seconds * 1_000_000_000L, run::add, waiting::add);
    }

    private static void hand(Object task) {
        HandOvers.add(POOL, task, "what", 4);
    }

    @Test
    void timesATaskFromHandOverToRun() {
        Object task = new Object();
        hand(task);
        HandOvers.runs(POOL, task);
        sweep();

        assertThat(run).singleElement().satisfies(one -> {
            assertThat(one.what).isEqualTo("what");
            assertThat(one.stands).isEqualTo(4);
            assertThat(one.lateNs()).isPositive();
            assertThat(one.passed()).isZero();
        });
        assertThat(waiting).isEmpty();
    }

    @Test
    void countsTheTasksThatTheSameExecutorRanMeanwhile() {
        Object task = new Object();
        hand(task);
        HandOvers.runs(POOL, new Object());
        HandOvers.runs(POOL, new Object());
        HandOvers.runs(new Object(), new Object());
        HandOvers.runs(null, task);
        sweep();

        assertThat(run)
                .singleElement()
                .satisfies(one -> assertThat(one.passed()).isEqualTo(2));
    }

    @Test
    void showsWhatStillWaits() {
        Object task = new Object();
        hand(task);
        sweep();

        assertThat(run).isEmpty();
        assertThat(waiting)
                .singleElement()
                .satisfies(one -> assertThat(one.executor()).isSameAs(POOL));
        HandOvers.runs(POOL, task);
    }

    @Test
    void takesASlotOnceForATaskThatIsHandedOverTwice() {
        Object task = new Object();
        hand(task);
        hand(task);
        sweep();

        assertThat(waiting).hasSize(1);
        HandOvers.runs(POOL, task);
    }

    @Test
    void hasFewSlotsAndGivesUpNoneForWhatComesLater() {
        List<Object> tasks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Object task = new Object();
            tasks.add(task);
            HandOvers.add(task, task, "what", 1);
        }
        sweep();
        assertThat(waiting).hasSize(12);

        tasks.forEach(task -> HandOvers.runs(task, task));
        sweep();
        assertThat(run).hasSize(12);
        assertThat(waiting).isEmpty();
    }

    @Test
    void leavesSlotsToOthersWhenOneExecutorsQueueIsFull() {
        List<Object> tasks = List.of("1", "2", "3", "4", "5");
        tasks.forEach(HandOversTest::hand);
        sweep();

        assertThat(waiting).hasSize(3);
        tasks.forEach(task -> HandOvers.runs(POOL, task));
    }

    @Test
    void knowsWhetherItsExecutorTellsOfItsRuns() {
        hand("told");
        hand("untold");
        HandOvers.runs(POOL, "told");
        HandOvers.runs(null, "untold");
        sweep();

        assertThat(run).extracting(HandOver::isCounted).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void forgetsATaskThatWasRefused() {
        Object task = new Object();
        hand(task);
        HandOvers.refuses(task);
        HandOvers.runs(POOL, task);
        sweep();

        assertThat(run).isEmpty();
        assertThat(waiting).isEmpty();
    }

    @Test
    void givesUpOnATaskThatNeverRuns() {
        Object task = new Object();
        hand(task);
        sweepAfter(11);
        HandOvers.runs(POOL, task);
        sweep();

        assertThat(run).isEmpty();
        assertThat(waiting).isEmpty();
    }

    @Test
    void forgetsAllWhenItCloses() {
        Object task = new Object();
        hand(task);
        HandOvers.close();
        HandOvers.runs(POOL, task);
        sweep();

        assertThat(run).isEmpty();
        assertThat(HandOvers.pass()).as("no sweep opens it again").isZero();
    }
}
