package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartTest {
    private final List<String> notes = new ArrayList<>();
    private final Part part = new Part("timers", notes::add);
    private int looks;

    @Test
    void looksEachTime() {
        part.look(() -> looks++);
        part.look(() -> looks++);

        assertThat(looks).isEqualTo(2);
        assertThat(notes).isEmpty();
    }

    @Test
    void endsAfterAnErrorAndSaysItOnce() {
        part.look(() -> {
            throw new NoSuchFieldError("deadline");
        });
        part.look(() -> looks++);

        assertThat(looks).isZero();
        assertThat(notes).singleElement().asString().contains("no longer watched", "timers", "deadline");
    }

    @Test
    void letsAnErrorOfTheWholeJvmThrough() {
        assertThatThrownBy(() -> part.look(() -> {
                    throw new OutOfMemoryError("none left");
                }))
                .isInstanceOf(OutOfMemoryError.class);
    }
}
