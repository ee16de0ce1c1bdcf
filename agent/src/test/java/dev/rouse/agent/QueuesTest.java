package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.internal.PlatformDependent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The queues in which event loops keep their tasks. Those of java.util are closed to tests, and open to the agent. */
class QueuesTest {
    private final List<String> called = new ArrayList<>();
    private final Queues queues = new Queues(new Fields(type -> {}));

    static Stream<Queue<Object>> known() {
        return Stream.of(
                PlatformDependent.newMpscQueue(),
                PlatformDependent.newMpscQueue(2048),
                PlatformDependent.newFixedMpscQueue(512),
                new LinkedBlockingQueue<>(),
                new ArrayBlockingQueue<>(100),
                new ConcurrentLinkedQueue<>());
    }

    @ParameterizedTest
    @MethodSource("known")
    void readsHowMuchLiesInAQueueAndWhat(Queue<Object> queue) {
        assertThat(queues.size(queue)).isZero();
        Object[] tasks = {task(1), task(2), task(3), task(4)};
        queue.addAll(List.of(tasks));
        queue.remove();

        assertThat(queues.size(queue)).isEqualTo(3);
        assertThat(queues.elements(queue)).contains(tasks[1], tasks[2], tasks[3]);
        assertThat(called).isEmpty();
    }

    private Runnable task(int number) {
        return () -> called.add("task " + number);
    }

    @ParameterizedTest
    @MethodSource("closed")
    void saysNothingOfAQueueThatIsClosedToIt(Queue<Object> queue) {
        queue.add(1);

        assertThat(queues.size(queue)).isZero();
        assertThat(queues.elements(queue)).isEmpty();
    }

    static Stream<Queue<Object>> closed() {
        return Stream.of(new ArrayDeque<>(), new PriorityQueue<>());
    }
}
