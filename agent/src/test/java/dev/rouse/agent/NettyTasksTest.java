package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.probe.Tasks;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks of the Netty at hand, which run on no loop here: nobody starts its thread for a timer an hour away. */
class NettyTasksTest {
    private final NettyTasks tasks = new NettyTasks();
    private final EventExecutor loop = new DefaultEventExecutor();

    @AfterEach
    void stops() {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void readsTheFunctionOfATimer() {
        Runnable function = () -> {};

        assertThat(tasks.function(loop.schedule(function, 1, TimeUnit.HOURS))).isSameAs(function);
    }

    @Test
    void readsTheDeadlineOfATimerOnOurClock() {
        long before = System.nanoTime();
        long due = tasks.due(loop.schedule(() -> {}, 1, TimeUnit.HOURS));
        long after = System.nanoTime();

        long hour = TimeUnit.HOURS.toNanos(1);
        long slack = TimeUnit.SECONDS.toNanos(1);
        assertThat(due).isBetween(before + hour - slack, after + hour + slack);
    }

    @Test
    void knowsNothingOfOtherTasks() {
        assertThat(tasks.function("task")).isNull();
        assertThat(tasks.due("task")).isEqualTo(Tasks.UNKNOWN);
        assertThat(tasks.due(loop.newPromise())).isEqualTo(Tasks.UNKNOWN);
    }
}
