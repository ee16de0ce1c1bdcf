package dev.rouse.proofs.overhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AlarmsTest {
    private final Alarms alarms = new Alarms();

    @Test
    void isContentWithAnAgentThatOnlyWatches() {
        alarms.check("here", List.of("rouse: watching java.util.concurrent.CompletableFuture", "WARNING: whatever"));
        assertThat(alarms.all()).isEmpty();
    }

    @Test
    void keepsAFinding() {
        alarms.check("here", List.of("rouse: watching x", "lost-wake, proven: 3 waits will never end"));
        assertThat(alarms.all()).containsExactly("here: lost-wake, proven: 3 waits will never end");
    }

    @Test
    void noticesAnAgentThatDidNotStart() {
        alarms.check("here", List.of());
        assertThat(alarms.all()).singleElement().asString().contains("did not say that it is watching");
    }
}
