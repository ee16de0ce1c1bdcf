package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SchedulesTest {
    private final Schedules schedules = new Schedules(new Fields(type -> {}));
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);

    @AfterEach
    void endsIt() {
        scheduler.shutdownNow();
    }

    private boolean isSeldom() throws Exception {
        CompletableFuture<Thread> worker = new CompletableFuture<>();
        scheduler.execute(() -> worker.complete(Thread.currentThread()));
        Thread thread = worker.get(20, TimeUnit.SECONDS);
        awaitIdle(thread);
        return schedules.isSeldom(thread);
    }

    private static void awaitIdle(Thread thread) throws TimeoutException {
        BlockedThreads.awaitBlocked(thread, "take");
    }

    @Test
    void knowsAnEvictorThatRunsEachMinute() throws Exception {
        assertThat(scheduler
                        .scheduleWithFixedDelay(() -> {}, 60, 60, TimeUnit.SECONDS)
                        .isDone())
                .isFalse();
        assertThat(scheduler
                        .scheduleAtFixedRate(() -> {}, 30, 30, TimeUnit.SECONDS)
                        .isDone())
                .isFalse();

        assertThat(isSeldom()).isTrue();
    }

    @Test
    void takesATaskThatComesOnceForAnAnswerOnItsWay() throws Exception {
        assertThat(scheduler
                        .scheduleWithFixedDelay(() -> {}, 60, 60, TimeUnit.SECONDS)
                        .isDone())
                .isFalse();
        assertThat(scheduler.schedule(() -> {}, 70, TimeUnit.SECONDS).isDone()).isFalse();

        assertThat(isSeldom()).isFalse();
    }

    @Test
    void takesWhatComesEveryFewSecondsForAnAnswerOnItsWay() throws Exception {
        assertThat(scheduler
                        .scheduleAtFixedRate(() -> {}, 5, 5, TimeUnit.SECONDS)
                        .isDone())
                .isFalse();

        assertThat(isSeldom()).isFalse();
    }

    @Test
    void saysNothingOfAnEmptySchedule() throws Exception {
        assertThat(isSeldom()).isFalse();
    }
}
