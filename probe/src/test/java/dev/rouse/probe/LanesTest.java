package dev.rouse.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The table is one for the whole process, so each test starts and leaves it empty. */
class LanesTest {
    private final Object loop = new Object();

    @BeforeEach
    void opens() {
        Nursery.open(true);
    }

    @AfterEach
    void closes() {
        Nursery.open(false);
    }

    private static List<Lane> lanes() {
        List<Lane> lanes = new ArrayList<>();
        Lanes.look(lanes::add);
        return lanes;
    }

    @Test
    void countsTheTurnsOfALoop() {
        Lanes.enter(loop);
        assertThat(lanes()).singleElement().matches(Lane::isInside).matches(lane -> lane.loop() == loop);

        Lanes.leave();
        Lanes.enter(loop);
        Lanes.leave();

        assertThat(lanes())
                .singleElement()
                .matches(lane -> lane.turns() == 2 && !lane.isInside())
                .matches(lane -> lane.refersTo(Thread.currentThread()));
    }

    @Test
    void countsTheStepsOfLoopsOnly() {
        Lanes.step();
        assertThat(lanes()).isEmpty();

        Lanes.enter(loop);
        Lanes.leave();
        Lanes.step();

        assertThat(lanes()).singleElement().matches(lane -> lane.steps() == 1);
    }

    @Test
    void takesAnOperationThatMayBlockForNoStep() throws IOException {
        Lanes.enter(loop);
        try (SocketChannel channel = SocketChannel.open()) {
            Lanes.step(channel);
            assertThat(lanes()).singleElement().matches(lane -> lane.steps() == 0);

            channel.configureBlocking(false);
            Lanes.step(channel);
            assertThat(lanes()).singleElement().matches(lane -> lane.steps() == 1);
        }
    }

    @Test
    void keepsTheStackOfTheFirstTurnUntilItIsTaken() {
        Lanes.enter(loop);
        Lane lane = lanes().get(0);

        assertThat(lane.takeFirst())
                .isNotNull()
                .satisfies(stack -> assertThat(stack.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("keepsTheStackOfTheFirstTurnUntilItIsTaken")));
        assertThat(lane.takeFirst()).isNull();
    }

    @Test
    void doesNothingWhileTheHooksAreClosedAndForgetsAllThen() {
        Lanes.enter(loop);
        Nursery.open(false);
        assertThat(lanes()).isEmpty();

        Lanes.enter(loop);
        assertThat(lanes()).isEmpty();
    }
}
