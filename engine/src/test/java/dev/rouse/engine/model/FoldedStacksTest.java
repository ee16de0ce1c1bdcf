package dev.rouse.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldedStacksTest {
    private final FoldedStacks stacks = new FoldedStacks();

    @Test
    void putsTheOutermostFrameFirstAndAddsUpEqualStacks() {
        stacks.add(List.of(frame("Worker", "spin", 7), frame("Worker", "run", 3)), 2);
        stacks.add(List.of(frame("Worker", "spin", 8), frame("Worker", "run", 3)), 3);

        assertThat(stacks.weights()).containsOnly(java.util.Map.entry("Worker.run;Worker.spin", 5L));
    }

    @Test
    void tellsOnlyWhatHasGrownSinceItWasLastAsked() {
        stacks.add("a;b", 2);
        stacks.add("a;c", 1);
        assertThat(stacks.takeGrowth()).containsEntry("a;b", 2L).containsEntry("a;c", 1L);

        stacks.add("a;b", 5);

        assertThat(stacks.takeGrowth()).containsOnly(java.util.Map.entry("a;b", 5L));
        assertThat(stacks.weights()).containsEntry("a;b", 7L);
    }

    @Test
    void countsAStackThatFindsNoRoomAmongTheOthers() {
        IntStream.range(0, 2_000).forEach(i -> stacks.add("stack" + i, 1));
        stacks.add("one too many", 4);
        stacks.add("and another", 5);
        stacks.add("stack7", 6);

        assertThat(stacks.weights()).hasSize(2_001).containsEntry(FoldedStacks.OTHERS, 9L);
        assertThat(stacks.weights()).containsEntry("stack7", 7L);
    }

    @Test
    void joinsAWaiterAndItsWakerWhereTheyMeet() {
        List<StackTraceElement> waiter = List.of(frame("Gateway", "await", 1), frame("Gateway", "serve", 2));
        List<StackTraceElement> waker = List.of(frame("Client", "complete", 3), frame("Loop", "run", 4));

        assertThat(FoldedStacks.fold(FoldedStacks.joined(waiter, waker)))
                .isEqualTo("Gateway.serve;Gateway.await;[woken by];Client.complete;Loop.run");
    }

    @Test
    void leavesOutWhatHasAnotherNameInEachRun() {
        List<StackTraceElement> stack = List.of(
                frame("App", "lambda$main$0", 7),
                frame("App$$Lambda/0x00007f1b1000c800", "run", -1),
                frame("T", "run", 1));

        assertThat(FoldedStacks.fold(stack)).isEqualTo("T.run;App.lambda$main$0");
    }

    private static StackTraceElement frame(String type, String method, int line) {
        return new StackTraceElement(type, method, type + ".java", line);
    }
}
