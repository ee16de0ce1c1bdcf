package dev.rouse.proofs.overhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void takesWhatIsSaidAndKeepsTheRest() {
        Options options = Options.parse(List.of("--rounds", "3", "--only", "http,jmh", "--jdk", "25"));
        assertThat(options.rounds()).isEqualTo(3);
        assertThat(options.seconds()).isEqualTo(8);
        assertThat(options.wants("jmh")).isTrue();
        assertThat(options.wants("toggle")).isFalse();
        assertThat(options.jdks()).isEqualTo("25");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> Options.parse(List.of("--round", "3"))).hasMessageContaining("--round;");
        assertThatThrownBy(() -> Options.parse(List.of("--rounds", "many"))).hasMessageContaining("not many");
        assertThatThrownBy(() -> Options.parse(List.of("--only", "htp"))).hasMessageContaining("not htp");
        assertThatThrownBy(() -> Options.parse(List.of("--rounds"))).hasMessageContaining("takes a value");
    }
}
