package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EndlessCallTest {
    /** The samples differ in the line of the last frame but the given number. */
    private static LoopingFrame loop(int inside, String... frames) {
        List<StackTraceElement> one = Stacks.of(new String[0], frames);
        List<StackTraceElement> other = new java.util.ArrayList<>(one);
        StackTraceElement frame = one.get(inside);
        other.set(inside, new StackTraceElement(frame.getClassName(), frame.getMethodName(), frame.getFileName(), 999));
        LoopingFrame loop = LoopingFrame.of(List.of(one, other));
        if (loop == null) {
            throw new IllegalArgumentException("no loop");
        }
        return loop;
    }

    @Test
    void isAWaitOfJavaUtilConcurrentThatDoesNotPark() {
        LoopingFrame loop = loop(
                1,
                "java.lang.Thread.yield",
                "java.util.concurrent.LinkedTransferQueue.awaitMatch",
                "java.util.concurrent.LinkedTransferQueue.xfer",
                "com.acme.Orders.take");

        assertThat(EndlessCall.mayBe(loop)).isTrue();
        assertThat(EndlessCall.entries(loop))
                .isEqualTo(Map.of("java.util.concurrent.LinkedTransferQueue", Set.of("awaitMatch", "xfer")));
    }

    @Test
    void isALookUpThatGoesInCircles() {
        assertThat(EndlessCall.mayBe(loop(0, "java.util.HashMap.getNode", "java.util.HashMap.get", "com.acme.A.b")))
                .isTrue();
        assertThat(EndlessCall.mayBe(loop(1, "java.lang.Object.equals", "java.util.HashMap.getNode", "com.acme.A.b")))
                .isTrue();
    }

    @Test
    void isNotAMethodThatRunsTheCallersCode() {
        assertThat(EndlessCall.mayBe(loop(0, "java.util.concurrent.ThreadPoolExecutor.runWorker")))
                .isFalse();
        assertThat(EndlessCall.mayBe(loop(0, "java.util.concurrent.ForkJoinPool.scan")))
                .isFalse();
        assertThat(EndlessCall.mayBe(loop(0, "java.util.concurrent.ConcurrentHashMap.forEach")))
                .isFalse();
        assertThat(EndlessCall.mayBe(loop(0, "java.util.concurrent.atomic.AtomicLong.updateAndGet")))
                .isFalse();
        assertThat(EndlessCall.mayBe(loop(1, "com.acme.Key.equals", "java.util.HashMap.getNode", "com.acme.A.b")))
                .isFalse();
    }

    @Test
    void isNotAWalkOverEverythingNorTheCallersOwnLoop() {
        assertThat(EndlessCall.mayBe(loop(0, "java.util.HashMap.forEach", "com.acme.A.b")))
                .isFalse();
        assertThat(EndlessCall.mayBe(loop(1, "java.util.HashMap.get", "com.acme.A.b")))
                .isFalse();
    }
}
