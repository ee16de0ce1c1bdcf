package dev.rouse.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BesideTest {
    private final Object wait = new Object();

    @AfterEach
    void forgetsAll() {
        Beside.clear();
    }

    @Test
    void firesTheCellsOfTheWaitThatEndedAndNoOthers() {
        Cell cell = Cell.watching();
        Cell second = Cell.watching();
        Cell other = Cell.watching();
        Beside.put(wait, cell);
        Beside.put(wait, second);
        Beside.put(new Object(), other);

        Beside.ended(wait);

        assertThat(List.of(cell.fired(), second.fired(), other.fired())).containsExactly(true, true, false);
    }

    @Test
    void findsTheCellOfAWaitByIdentity() {
        Cell cell = Cell.watching();
        Beside.put(wait, cell);

        assertThat(Beside.of(wait)).isSameAs(cell);
        assertThat(Beside.of(new Object())).isNull();
    }

    @Test
    void dropsWhatHasFiredAndKeepsTheRestWhereManyShareABucket() {
        List<Object> waits =
                IntStream.range(0, 20_000).mapToObj(i -> new Object()).toList();
        List<Cell> cells = new ArrayList<>();
        for (Object one : waits) {
            cells.add(Cell.watching());
            assertThat(Beside.put(one, cells.get(cells.size() - 1))).isTrue();
        }
        for (int i = 0; i < waits.size(); i += 2) {
            Beside.ended(waits.get(i));
        }

        Beside.prune();

        assertThat(Beside.size()).isEqualTo(10_000);
        for (int i = 0; i < waits.size(); i++) {
            assertThat(Beside.of(waits.get(i))).isSameAs(i % 2 == 0 ? null : cells.get(i));
        }
    }

    @Test
    void takesNoMoreThanItsBound() {
        List<Object> waits =
                IntStream.range(0, 25_001).mapToObj(i -> new Object()).toList();
        long taken =
                waits.stream().filter(one -> Beside.put(one, Cell.watching())).count();

        assertThat(taken).isEqualTo(25_000);
    }

    @Test
    void seesAWaitThatIsPutAfterAllOthersHaveGone() {
        Beside.put(wait, Cell.watching());
        Beside.ended(wait);
        Beside.prune();
        assertThat(Beside.size()).isZero();
        Cell cell = Cell.watching();
        Object next = new Object();
        Beside.put(next, cell);

        Beside.ended(next);

        assertThat(cell.fired()).isTrue();
    }
}
