package dev.rouse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** What is told of waits and runs against which nothing is to be said, for whoever compares. */
@Isolated
@Timeout(60)
class SamplesTest {
    private final Seen seen = new Seen();
    private final Runtime runtime = seen.runtime();
    private final List<Map<String, Object>> told = new ArrayList<>();

    @AfterEach
    void close() {
        runtime.close();
        Breaches.leave();
    }

    /** Pending once, and woken from another thread at once. */
    private static final class Answer implements Future<String> {
        private final WakerSlot slot = new WakerSlot();
        private volatile boolean known;

        @Override
        public Poll<String> poll(Context context) {
            slot.arm(context);
            if (known) {
                return Poll.ready("answer");
            }
            Thread other = new Thread(() -> {
                known = true;
                slot.fire();
            });
            other.setDaemon(true);
            other.start();
            return Poll.pending();
        }

        @Override
        public void drop() {
            slot.clear();
        }
    }

    @Test
    void tellsWhoAsksHowLongChildrenWaitedAndHowLateTasksRan() {
        take();
        Eventually.holds("both are told", () -> is("WAITED") && is("RAN"), this::askAgain);

        Map<String, Object> waited = first("WAITED");
        assertThat(waited).containsEntry("moved", 64L).containsEntry("other", "");
        assertThat((String) Objects.requireNonNull(waited.get("future"))).endsWith("$Answer");
        assertThat((Long) Objects.requireNonNull(waited.get("nanos"))).isBetween(1L, 60_000_000_000L);
        assertThat(((List<?>) Objects.requireNonNull(waited.get("stack")))
                        .get(0)
                        .toString())
                .contains("Answer.poll(SamplesTest.java:");
        assertThat(first("RAN")).containsEntry("moved", 128L);
        assertThat(seen.facts()).isEmpty();
    }

    @Test
    void tellsNothingOfThemWhereNobodyAsks() {
        take();
        Breaches.leave();
        told.clear();
        for (int i = 0; i < 5; i++) {
            askAgain(100);
        }

        runtime.close(); // else a tick could come as soon as somebody asks again
        take();
        assertThat(told).noneMatch(map -> "WAITED".equals(map.get("fact")) || "RAN".equals(map.get("fact")));
    }

    private void askAgain() {
        askAgain(20);
        take();
    }

    private void askAgain(int groups) {
        for (int i = 0; i < groups; i++) {
            try {
                assertThat(runtime.spawn(Futures.join(List.of(new Answer(), new Answer())))
                                .join())
                        .containsExactly("answer", "answer");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void take() {
        told.addAll(Breaches.take());
    }

    private boolean is(String fact) {
        return told.stream().anyMatch(map -> fact.equals(map.get("fact")));
    }

    private Map<String, Object> first(String fact) {
        return told.stream()
                .filter(map -> fact.equals(map.get("fact")))
                .findFirst()
                .orElseThrow();
    }
}
