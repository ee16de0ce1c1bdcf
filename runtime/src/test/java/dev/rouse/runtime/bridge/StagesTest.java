package dev.rouse.runtime.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Core;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.JoinHandle;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.Runtime;
import dev.rouse.runtime.sync.Notify;
import dev.rouse.runtime.sync.Race;
import dev.rouse.runtime.sync.Wakes;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StagesTest {
    private final Runtime runtime = Runtime.builder().cores(2).start();
    private final Core core = runtime.core(0);
    private final CompletableFuture<String> stage = new CompletableFuture<>();
    private final Wakes wakes = new Wakes();

    @AfterEach
    void stop() {
        runtime.close();
    }

    @Test
    void isWokenByTheStage() {
        Future<String> future = Stages.future(stage);
        assertThat(future.poll(wakes.context()).isPending()).isTrue();
        assertThat(future.poll(wakes.context()).isPending()).isTrue();
        stage.complete("value");
        assertThat(wakes.count()).isEqualTo(1);
        assertThat(future.poll(wakes.context()).get()).isEqualTo("value");
        assertThatIllegalStateException().isThrownBy(() -> future.poll(wakes.context()));
    }

    @Test
    void throwsWhatTheStageHadThrown() {
        Future<String> future = Stages.future(stage.thenApply(value -> value));
        stage.completeExceptionally(new IllegalArgumentException("on purpose"));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> future.poll(wakes.context()));
    }

    @Test
    void wrapsACheckedExceptionOnce() {
        Future<String> future = Stages.future(stage.thenApply(value -> value));
        stage.completeExceptionally(new CompletionException(new IOException("on purpose")));
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> future.poll(wakes.context()))
                .withCauseInstanceOf(IOException.class);
    }

    @Test
    void saysThatTheStageWasCancelled() {
        Future<String> future = Stages.future(stage);
        stage.cancel(true);
        assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> future.poll(wakes.context()));
    }

    @Test
    void leavesTheStageAloneWhenItIsDropped() {
        Future<String> future = Stages.future(stage);
        future.poll(wakes.context());
        future.drop();
        assertThat(stage).isNotDone();
        stage.complete("for others");
        assertThat(wakes.count()).isZero();
    }

    @Test
    void cancelsAStageOfItsOwnWhenItIsDropped() {
        Future<String> future = Stages.owned(stage);
        future.poll(wakes.context());
        future.drop();
        assertThat(stage).isCancelled();
    }

    @Test
    void losesNoWakeOfAStageThatAnotherThreadCompletes() throws InterruptedException {
        for (int i = 0; i < Race.ROUNDS; i++) {
            CompletableFuture<Integer> crossing = new CompletableFuture<>();
            JoinHandle<Integer> task = core.spawn(Stages.future(crossing));
            int value = i;
            runtime.core(1).execute(() -> crossing.complete(value));
            assertThat(task.join()).isEqualTo(i);
        }
    }

    @Test
    void completesWithTheTasksValue() throws Exception {
        CompletableFuture<Integer> result =
                Stages.spawn(context -> Poll.ready(context.core().index()), core);
        assertThat(result.get(20, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void failsWithWhatTheTaskHasThrown() {
        Future<String> failing = context -> {
            throw new IllegalArgumentException("on purpose");
        };
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> Stages.spawn(failing, core).get(20, TimeUnit.SECONDS))
                .withCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cancelsTheTaskWithItsResult() throws InterruptedException {
        for (int i = 0; i < Race.ROUNDS; i++) {
            Endless endless = new Endless();
            CompletableFuture<@Nullable Void> result = Stages.spawn(endless, core);
            if (i % 2 == 0) {
                result.cancel(true);
            } else {
                result.complete(null);
            }
            assertThat(endless.dropped.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void isCancelledWhenTheCoreShutsDown() {
        CompletableFuture<@Nullable Void> result = Stages.spawn(new Endless(), core);
        runtime.close();
        assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> result.get(20, TimeUnit.SECONDS));
    }

    private static final class Endless implements Future<@Nullable Void> {
        private final Future<@Nullable Void> never = new Notify().notified();
        private final CountDownLatch dropped = new CountDownLatch(1);

        @Override
        public Poll<@Nullable Void> poll(Context context) {
            return never.poll(context);
        }

        @Override
        public void drop() {
            never.drop();
            dropped.countDown();
        }
    }
}
