package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KernelTaskTest {
    private static final String IO = "rchar: %d\nwchar: %d\nsyscr: %d\nsyscw: %d\nread_bytes: 0\nwrite_bytes: 4096\n";

    @Test
    void countsTheBytesThatAThreadHasMoved() {
        assertThat(KernelTask.moved(IO.formatted(5_000, 3_000, 10, 10))).isEqualTo(8_000 - 20 * 16);
    }

    @Test
    void countsNoWakeUps() {
        assertThat(KernelTask.moved(IO.formatted(8_000_000, 8_000, 1_000_000, 1_000)))
                .isZero();
    }

    @Test
    void isUnknownForAThreadThatThereIsNot() {
        assertThat(KernelTask.of("no such thread", () -> 0)).isNull();
    }
}
