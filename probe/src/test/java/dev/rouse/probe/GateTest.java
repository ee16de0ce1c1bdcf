package dev.rouse.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GateTest {
    private final Gate gate = new Gate(32);

    private int passed(int events) {
        int passed = 0;
        for (int i = 0; i < events; i++) {
            passed += gate.pass() > 0 ? 1 : 0;
        }
        return passed;
    }

    private int stands() {
        for (int i = 0; i < 1_000_000; i++) {
            int stands = gate.pass();
            if (stands > 0) {
                return stands;
            }
        }
        return 0;
    }

    @Test
    void letsNothingPassUntilItIsOpened() {
        assertThat(passed(1_000)).isZero();
    }

    @Test
    void letsAllOfAFewPassEachForItself() {
        gate.open();

        assertThat(gate.pass()).isOne();
        assertThat(passed(10)).isEqualTo(10);
    }

    @Test
    void letsNoMorePassThanItsShareHoweverManyCome() {
        gate.open();

        assertThat(passed(10_000)).isEqualTo(32);
    }

    @Test
    void thinsOutUntilItsShareLastsFromSweepToSweep() {
        gate.open();
        for (int sweep = 0; sweep < 20; sweep++) {
            passed(10_000);
            gate.renew();
        }

        assertThat(passed(10_000)).isBetween(16, 32);
        gate.renew();
        assertThat(stands()).isBetween(256, 512);
    }

    @Test
    void letsMorePassAgainWhenFewCome() {
        gate.open();
        for (int sweep = 0; sweep < 20; sweep++) {
            passed(10_000);
            gate.renew();
        }
        for (int sweep = 0; sweep < 20; sweep++) {
            gate.renew();
        }

        assertThat(gate.pass()).isOne();
    }

    @Test
    void closes() {
        gate.open();
        gate.close();
        gate.renew();

        assertThat(passed(100)).isZero();
    }
}
