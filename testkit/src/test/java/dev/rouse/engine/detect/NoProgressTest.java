package dev.rouse.engine.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Fact;
import dev.rouse.testkit.LedgerStory;
import dev.rouse.testkit.Ledgers;
import org.junit.jupiter.api.Test;

/** By default 1,000 times in a row, for half a second, are a spin. */
class NoProgressTest {
    private final LedgerStory story = Ledgers.at(10);

    private void emptyHanded(long times, double ms) {
        story.breach(Fact.EMPTY_HANDED, "com.acme.Frames")
                .frame("com.acme.Frames", "poll", "Frames.java", 18)
                .times(times)
                .lasted(ms)
                .seen();
    }

    @Test
    void provesOneLongRow() {
        emptyHanded(900_000, 1_000);

        assertThat(story.told()).isEqualTo("""
                proven no-progress, 1 wait, first at 1970-01-01T00:00:09Z, last at 1970-01-01T00:00:10Z
                waits at com.acme.Frames.poll(Frames.java:18) on com.acme.Frames for 1000 ms
                culprit com.acme.Frames.poll(Frames.java:18): asks Frames again, though nothing came of it
                - it was ready and had nothing to show for it 900,000 times in a row within 1.0 s, 900,000 times a second, and moved 0 bytes
                - no accident: 1,000 in a row, for 500 ms, would be enough
                fix: Ask Frames again only once there is something to move, and stop at its end: look for a buffer without room, an end of stream taken for an empty read, an event that is not taken off its queue.
                """);
    }

    @Test
    void isSilentAboutAFewEmptyReads() {
        emptyHanded(1_024, 0.2);

        assertThat(story.told()).isEmpty();
    }

    @Test
    void doesNotMixThemWithSelfWakes() {
        emptyHanded(2_000, 300);
        story.breach(Fact.SELF_WOKEN, "com.acme.Frames")
                .frame("com.acme.Frames", "poll", "Frames.java", 18)
                .times(2_000)
                .lasted(300)
                .seen();

        assertThat(story.told()).isEmpty();
    }

    @Test
    void saysPartialOnceDataWasLost() {
        emptyHanded(900_000, 1_000);
        story.dataLost(7);

        assertThat(story.told()).startsWith("proven no-progress (partial)");
    }

    @Test
    void suspectsACallThatBurnsACoreAndDoesNotComeBack() {
        story.breach(Fact.BURNING, "java.util.HashMap")
                .frame("java.util.HashMap", "getNode", "HashMap.java", 580)
                .frame("com.acme.Cache", "find", "Cache.java", 12)
                .lasted(700)
                .with("99 % of a core went into one call of java.util.HashMap.getNode, which did not come back")
                .seen();

        assertThat(story.told())
                .startsWith("suspected no-progress, 1 wait,")
                .contains("at com.acme.Cache.find(Cache.java:12) on java.util.HashMap")
                .contains(
                        "- 99 % of a core went into one call of java.util.HashMap.getNode, which did not come back\n");
    }

    @Test
    void saysInTheSourcesWordsWhatCameToNothing() {
        story.breach(Fact.EMPTY_HANDED, "sun.nio.ch.EPollSelectorImpl")
                .frame("com.acme.Loop", "run", "Loop.java", 20)
                .times(40_000)
                .lasted(700)
                .with("came back at once; thread loop took 99 % of a core")
                .seen();

        assertThat(story.told())
                .startsWith("proven no-progress")
                .contains("- came back at once: 40,000 times in a row within 700 ms")
                .contains("- thread loop took 99 % of a core\n");
    }
}
