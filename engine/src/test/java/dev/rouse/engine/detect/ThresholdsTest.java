package dev.rouse.engine.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdsTest {
    @Test
    void areTheDefaultsWhereNothingIsSet() {
        assertThat(Thresholds.from(name -> null)).isEqualTo(Thresholds.DEFAULT);
    }

    @Test
    void takeEachSetting() {
        Map<String, String> set = Map.of(
                "floor",
                "1",
                "grace",
                " 2 ",
                "quiet",
                "3",
                "history.factor",
                "4",
                "history.samples",
                "5",
                "lone",
                "6",
                "spin.row",
                "7",
                "spin",
                "8",
                "late",
                "9",
                "stall",
                "10");

        assertThat(Thresholds.from(set::get)).isEqualTo(new Thresholds(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fast", "0", "-1", "1.5", "2147483648", "99999999999999999999", "3s"})
    void refuseABadValueInOneSentenceThatNamesIt(String value) {
        assertThatThrownBy(() -> Thresholds.from(name -> name.equals("history.factor") ? value : null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rouse.history.factor is '" + value + "', give a positive whole number");
    }
}
