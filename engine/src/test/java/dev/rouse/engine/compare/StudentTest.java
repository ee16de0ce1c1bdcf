package dev.rouse.engine.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudentTest {
    /** From the printed tables. */
    @ParameterizedTest
    @CsvSource({
        "0.05, 1000000, 1.960",
        "0.01, 1000000, 2.576",
        "0.001, 1000000, 3.291",
        "0.05, 10, 2.228",
        "0.01, 20, 2.845",
        "0.001, 10, 4.587",
        "0.0001, 18, 4.966",
        "0.00001, 60, 4.825"
    })
    void reachesAsFarAsTheTablesSay(double missing, int freedom, double reach) {
        assertThat(Student.reach(missing, freedom)).isCloseTo(reach, within(0.02 * reach));
    }
}
