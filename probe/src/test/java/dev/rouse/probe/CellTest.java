package dev.rouse.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CellTest {
    @BeforeEach
    void opens() {
        Nursery.open(true);
    }

    @AfterEach
    void closes() {
        Nursery.open(false);
    }

    private static List<Cell> fired() {
        List<Cell> cells = new ArrayList<>();
        Cell.takeFired(cells::add);
        return cells;
    }

    @Test
    void tellsWhoFiredItAndWhen() {
        Cell cell = Cell.sampling("site", 7);
        assertThat(cell.fired()).isFalse();
        long before = System.nanoTime();

        cell.fire();

        assertThat(cell.fired()).isTrue();
        assertThat(cell.firedAt() - before).isBetween(0L, System.nanoTime() - before);
        assertThat(cell.firedAt() - cell.since).isNotNegative();
        assertThat(cell.firedBy())
                .isNotNull()
                .satisfies(
                        by -> assertThat(by.getStackTrace()[1].getMethodName()).isEqualTo("tellsWhoFiredItAndWhen"));
        assertThat(cell.site).isEqualTo("site");
        assertThat(cell.stands).isEqualTo(7);
    }

    @Test
    void handsOverATimeWithoutAStack() {
        FunctionSite site = FunctionSite.of(this);
        Cell cell = Cell.timing(site, 16);
        cell.fire();

        assertThat(fired()).containsExactly(cell);
        assertThat(cell.firedBy()).isNull();
        assertThat(cell.stands).isEqualTo(16);
        assertThat(cell.timesOnly).isTrue();
    }

    @Test
    void handsASampleOverOnceHoweverOftenItIsFired() {
        Cell cell = Cell.sampling(null, 1);
        cell.fire();
        long at = cell.firedAt();
        cell.fire();

        assertThat(fired()).containsExactly(cell);
        assertThat(cell.firedAt()).isEqualTo(at);
        assertThat(fired()).isEmpty();
        cell.fire();
        assertThat(fired()).isEmpty();
    }

    @Test
    void handsOverSamplesOnlyNotThoseThatWatch() {
        Cell watching = Cell.watching();
        watching.fire();

        assertThat(watching.fired()).isTrue();
        assertThat(fired()).isEmpty();
    }

    @Test
    void teachesNothingWhenItsPromiseWasFoundComplete() {
        Cell cell = Cell.sampling(null, 1);
        cell.settle();
        cell.fire();

        assertThat(cell.fired()).isTrue();
        assertThat(cell.firedBy()).isNull();
        assertThat(cell.firedAt()).isZero();
        assertThat(fired()).isEmpty();
    }

    @Test
    void stillTellsThatItFiredOnceTheHooksAreClosed() {
        Cell cell = Cell.sampling(null, 1);
        Nursery.open(false);
        cell.fire();

        assertThat(cell.fired()).isTrue();
        assertThat(cell.firedBy()).isNull();
        assertThat(fired()).isEmpty();
    }

    @Test
    void givesFiftyCreditsBetweenTwoSweeps() {
        fired();
        int credits = 0;
        while (credits < 1_000 && Cell.takeCredit()) {
            credits++;
        }
        assertThat(credits).isEqualTo(50);
        assertThat(Cell.takeCredit()).isFalse();

        fired();

        assertThat(Cell.takeCredit()).isTrue();
    }

    @Test
    void losesNoSampleThatSeveralThreadsFireWhileOneTakes() throws Exception {
        int threads = 4;
        int each = 2_000;
        List<Cell> all = new ArrayList<>();
        for (int i = 0; i < threads * each; i++) {
            all.add(Cell.sampling(null, 1));
        }
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Cell> taken = new ArrayList<>();
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                List<Cell> mine = all.subList(i * each, (i + 1) * each);
                running.add(pool.submit(() -> mine.forEach(Cell::fire)));
            }
            while (!running.stream().allMatch(Future::isDone)) {
                Cell.takeFired(taken::add);
            }
            for (Future<?> thread : running) {
                thread.get(10, TimeUnit.SECONDS);
            }
            Cell.takeFired(taken::add);
        } finally {
            pool.shutdownNow();
        }

        Set<Cell> distinct = new HashSet<>(taken);
        assertThat(taken).hasSize(threads * each);
        assertThat(distinct).isEqualTo(new HashSet<>(all));
    }
}
