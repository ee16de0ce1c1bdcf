package dev.rouse.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.report.JsonReport;
import org.junit.jupiter.api.Test;

class FindingJsonTest {
    private static final Finding FINDING = SampleFindings.lostWake(Grade.PROVEN, 50);
    private static final String LINE = JsonReport.line(FINDING);

    @Test
    void readsWhatTheAgentWrites() {
        assertThat(FindingJson.read(LINE)).isEqualTo(FINDING);
    }

    @Test
    void ignoresFieldsThatItDoesNotKnow() {
        String later = LINE.replace("\"wait\":{", "\"new\":{\"a\":[1]},\"wait\":{\"newer\":true,");

        assertThat(FindingJson.read(later)).isEqualTo(FINDING);
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> FindingJson.read(LINE.replace("lost-wake", "lost-sock")))
                .hasMessageContaining("no kind of finding is called 'lost-sock'");
        assertThatThrownBy(() -> FindingJson.read(LINE.replace("\"count\":50", "\"count\":\"many\"")))
                .hasMessage("its count is no number: \"many\"");
        assertThatThrownBy(() -> FindingJson.read("{}")).hasMessage("it has no kind");
        assertThatThrownBy(() -> FindingJson.read(LINE.replace("2026-11-21T10:01:00Z", "noon")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'noon'");
        assertThatThrownBy(() -> FindingJson.read(LINE.substring(0, 100)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("it is no JSON");
        assertThatThrownBy(() -> FindingJson.read("")).isInstanceOf(IllegalArgumentException.class);
    }
}
