package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.probe.FunctionSite;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class TaskSitesTest {
    /** An executor of somebody's own, whose lines name no site. */
    static final class Serial implements Executor {
        Object what = "nothing";

        @Override
        public void execute(Runnable task) {
            what = FunctionSite.nameOf(task);
        }
    }

    private final TaskSites sites =
            new TaskSites(new Types(new HandInstrumentation(Serial.class, TaskSitesTest.class).instrumentation()));

    @Test
    void isTheLineThatHandsTheTaskOver() {
        Serial serial = new Serial();
        serial.execute(() -> {});

        assertThat(sites.of(serial.what).site().name())
                .startsWith("dev.rouse.agent.TaskSitesTest.isTheLineThatHandsTheTaskOver(");
    }

    @Test
    void isTheClassWhereTheLineWasNotSeen() {
        assertThat(sites.of("com.acme.Beats$$Lambda/0x7f01").site()).hasToString("com.acme.Beats");
        assertThat(sites.of("com.acme.Beats$Tick").site()).hasToString("com.acme.Beats$Tick");
    }

    @Test
    void isWhereAThreadWasParkedAndNotInTheLocksThemselves() {
        StackTraceElement[] stack = {
            new StackTraceElement("dev.rouse.probe.Unpark", "run", "Unpark.java", 1),
            new StackTraceElement(LockSupport.class.getName(), "park", "LockSupport.java", 2),
            new StackTraceElement("java.util.concurrent.CountDownLatch", "await", "CountDownLatch.java", 3),
        };

        assertThat(TaskSites.parkedAt(stack))
                .hasToString("java.util.concurrent.CountDownLatch.await(CountDownLatch.java:3)");
        assertThat(TaskSites.parkedAt(new StackTraceElement[0])).isNull();
    }
}
