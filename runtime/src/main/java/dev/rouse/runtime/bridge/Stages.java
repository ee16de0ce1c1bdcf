package dev.rouse.runtime.bridge;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Core;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.JoinHandle;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.WakerSlot;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Completion stages as futures, and futures as completable ones.
 *
 * <p>A failure passes without its wrappings: what the stage or the task had thrown. Only a checked exception that a
 * poll must throw comes in a {@link CompletionException}.
 */
public final class Stages {
    private Stages() {}

    /** Ready with the stage's value. Dropping the future does nothing to the stage, which others may use as well. */
    public static <T extends @Nullable Object> Future<T> future(CompletionStage<T> stage) {
        return new Staged<>(stage, null);
    }

    /** The same for a stage that is ours alone: dropping the future before its end cancels it. */
    public static <T extends @Nullable Object> Future<T> owned(CompletableFuture<T> stage) {
        return new Staged<>(stage, stage);
    }

    /**
     * Runs the future as a task of this core. When the result is cancelled, or completed by somebody else, the task is
     * cancelled. Dependents without an executor of their own run on the core's thread, and must not block it. A task
     * that nobody can wake leaves the result incomplete, and is found lost: the result does not keep it.
     *
     * @throws RejectedExecutionException when the core has shut down
     */
    public static <T extends @Nullable Object> CompletableFuture<T> spawn(Future<T> future, Core core) {
        CompletableFuture<T> result = new CompletableFuture<>();
        JoinHandle<T> handle = core.spawn(future);
        new Passing<>(handle, result).pass();
        var unused = result.whenComplete((value, failure) -> handle.cancel());
        return result;
    }

    private static final class Staged<T extends @Nullable Object> implements Future<T> {
        private final CompletionStage<T> stage;
        private final @Nullable CompletableFuture<T> owned;
        private final Ending<T> ending = new Ending<>();
        private boolean begun;
        private boolean over;

        Staged(CompletionStage<T> stage, @Nullable CompletableFuture<T> owned) {
            this.stage = stage;
            this.owned = owned;
        }

        @Override
        public Poll<T> poll(Context context) {
            if (over) {
                throw new IllegalStateException("polled after its end: a future is for one use");
            }
            if (!ending.seen) {
                ending.slot.arm(context);
                begin();
                if (!ending.seen) {
                    return Poll.pending();
                }
            }
            if (!context.spend()) {
                return Poll.pending();
            }
            over = true;
            ending.slot.clear();
            context.progress(1);
            return Poll.ready(ending.value());
        }

        private void begin() {
            if (!begun) {
                begun = true;
                var unused = stage.whenComplete(ending::of);
            }
        }

        @Override
        public void drop() {
            if (!over) {
                over = true;
                ending.slot.clear();
                if (owned != null) {
                    owned.cancel(true);
                }
            }
        }
    }

    /** What the stage keeps of a future: it has no way to take a dependent back, so this keeps nothing else. */
    private static final class Ending<T extends @Nullable Object> {
        final WakerSlot slot = new WakerSlot();

        /** Written before {@link #seen}, read after. */
        private @Nullable T result;

        private @Nullable Throwable failure;
        volatile boolean seen;

        void of(@Nullable T value, @Nullable Throwable thrown) {
            result = value;
            failure = thrown;
            seen = true;
            slot.fire();
        }

        @SuppressWarnings("NullAway") // T says whether null may be among its values
        T value() {
            Throwable thrown = failure;
            if (thrown != null) {
                throw Failures.unchecked(thrown);
            }
            return result;
        }
    }

    /** Passes a task's end on, on the thread that ends it. */
    private static final class Passing<T extends @Nullable Object> {
        private final JoinHandle<T> handle;
        private final CompletableFuture<T> result;
        private final Context context = Context.of(this::pass);

        Passing(JoinHandle<T> handle, CompletableFuture<T> result) {
            this.handle = handle;
            this.result = result;
        }

        void pass() {
            try {
                Poll<T> answer = handle.poll(context);
                if (answer.isReady()) {
                    result.complete(answer.get());
                }
            } catch (CancellationException cancelled) {
                result.cancel(false);
            } catch (RuntimeException failed) {
                result.completeExceptionally(Failures.unwrapped(failed));
            }
        }
    }
}
