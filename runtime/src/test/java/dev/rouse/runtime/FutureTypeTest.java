package dev.rouse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When children that their own wakers did not wake are no coincidence. */
class FutureTypeTest {
    private static final long SECOND_NS = 1_000_000_000;

    private final FutureType type = new FutureType(Bell.class);

    private void wakes(int times) {
        IntStream.range(0, times).forEach(i -> type.wokeItself());
    }

    @Test
    void oneIsEnoughWhereNoneIsEverWoken() {
        assertThat(type.wasMasked(0, false)).isTrue();
    }

    @Test
    void oneIsNotWhereOthersAreWoken() {
        assertThat(type.wasMasked(0, true)).isFalse();
    }

    @Test
    void manyOfOneStallAreNot() {
        wakes(1);

        assertThat(IntStream.range(0, 100).mapToObj(i -> type.wasMasked(i * SECOND_NS / 1_000, true)))
                .containsOnly(false);
    }

    @Test
    void threeAtDifferentTimesAre() {
        wakes(100);

        assertThat(IntStream.range(0, 4).mapToObj(i -> type.wasMasked(i * SECOND_NS, true)))
                .containsExactly(false, false, true, true);
    }

    @Test
    void oneInThousandsIsNotHoweverOften() {
        for (int i = 0; i < 1_000; i++) {
            wakes(2_000);
            assertThat(type.wasMasked(i * SECOND_NS, true)).as("number %d", i).isFalse();
        }
    }

    @Test
    void whatWasLongAgoFades() {
        wakes(10_000_000);

        assertThat(IntStream.range(0, 200).mapToObj(i -> type.wasMasked(i * SECOND_NS, true)))
                .endsWith(true);
    }
}
