package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Frames are written as {@code method:line}, innermost first. */
class LoopingFrameTest {
    private static List<StackTraceElement> stack(String... frames) {
        return List.of(frames).stream()
                .map(frame -> frame.split(":", 2))
                .map(parts -> new StackTraceElement("com.acme.Pump", parts[0], "Pump.java", Integer.parseInt(parts[1])))
                .toList();
    }

    private static String looping(List<StackTraceElement> one, List<StackTraceElement> other) {
        LoopingFrame loop = LoopingFrame.of(List.of(one, other));
        return loop == null ? "none" : loop.frame().getMethodName();
    }

    @Test
    void isTheDeepestThatAllSamplesShare() {
        assertThat(looping(stack("read:1", "loop:10", "run:5"), stack("write:2", "loop:10", "run:5")))
                .isEqualTo("loop");
    }

    @Test
    void mayBeOnAnotherLineEachTime() {
        assertThat(looping(stack("read:1", "loop:10", "run:5"), stack("read:1", "loop:12", "run:5")))
                .isEqualTo("loop");
    }

    @Test
    void isNotInsideAFrameThatHasMovedOn() {
        assertThat(looping(stack("read:1", "loop:10", "run:5"), stack("read:1", "loop:10", "run:6")))
                .isEqualTo("run");
    }

    @Test
    void isTheInnermostFrameOfASampleThatStandsInIt() {
        assertThat(looping(stack("loop:11", "run:5"), stack("read:1", "loop:10", "run:5")))
                .isEqualTo("loop");
    }

    @Test
    void knowsWhatRanInsideAndHowManySamplesThereWere() {
        LoopingFrame loop = LoopingFrame.of(List.of(stack("read:1", "loop:10", "run:5"), stack("loop:11", "run:5")));

        assertThat(loop).isNotNull();
        if (loop != null) {
            assertThat(loop.inside()).containsExactly("com.acme.Pump");
            assertThat(loop.samples()).isEqualTo(2);
            assertThat(loop.stack()).hasSize(2);
        }
    }

    @Test
    void isUnknownWithoutSamplesOrWhereAThreadHasEnded() {
        assertThat(LoopingFrame.of(List.of())).isNull();
        assertThat(looping(stack("run:5"), stack())).isEqualTo("none");
    }
}
