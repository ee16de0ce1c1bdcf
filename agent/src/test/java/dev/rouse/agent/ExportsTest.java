package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.source.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExportsTest {
    private final List<String> notes = new ArrayList<>();
    private final Exports exports = new Exports(notes::add);

    private static class Counting implements Export {
        int events;
        int closed;

        @Override
        public void event(Event event) {
            events++;
        }

        @Override
        public void look(long now) {}

        @Override
        public void close() {
            closed++;
        }
    }

    @Test
    void goesOnWithoutAnExportThatFailsAndSaysSoOnce() {
        Counting good = new Counting();
        Counting bad = new Counting() {
            @Override
            public void event(Event event) {
                super.event(event);
                throw new IllegalStateException("full");
            }
        };
        exports.add("bad", () -> bad);
        exports.add("good", () -> good);

        exports.event(new Event.DataLost(1, 1));
        exports.event(new Event.DataLost(2, 1));
        exports.close();

        assertThat(good.events).isEqualTo(2);
        assertThat(bad.events).isEqualTo(1);
        assertThat(List.of(good.closed, bad.closed)).containsExactly(1, 1);
        assertThat(notes).singleElement().asString().contains("is off now", "full");
    }

    @Test
    void doesWithoutAnExportThatThisJvmCannotBear() {
        exports.add("flight events", () -> {
            throw new NoClassDefFoundError("jdk/jfr/Event");
        });

        exports.look(1);

        assertThat(notes)
                .containsExactly(
                        "flight events cannot be exported from this JVM: java.lang.NoClassDefFoundError: jdk/jfr/Event");
    }
}
