package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The build sets ROUSE_TEST_ORDER_OF to "environment". */
class SettingsTest {
    private static final String NAME = "test.order-of";

    @AfterEach
    void forgets() {
        System.clearProperty("rouse." + NAME);
    }

    @Test
    void takesASystemPropertyFirst() {
        System.setProperty("rouse." + NAME, "property");

        assertThat(Settings.parse(NAME + "=option").get(NAME)).isEqualTo("property");
    }

    @Test
    void takesTheEnvironmentBeforeTheOption() {
        assertThat(Settings.parse(NAME + "=option").get(NAME)).isEqualTo("environment");
    }

    @Test
    void takesTheOptionWhereNothingElseIsSet() {
        assertThat(Settings.parse("floor=250,grace=9").get("floor")).isEqualTo("250");
    }

    @Test
    void isNullWhereNothingIsSetAtAll() {
        assertThat(Settings.parse("").get("floor")).isNull();
    }

    @Test
    void readsValuesThatHoldAnEqualsSignAndWordsWithoutAValue() {
        assertThat(Settings.parse(" a = b=c , quiet ,,d=").options())
                .isEqualTo(Map.of("a", "b=c", "quiet", "true", "d", ""));
    }
}
