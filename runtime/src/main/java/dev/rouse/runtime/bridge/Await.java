package dev.rouse.runtime.bridge;

import dev.rouse.runtime.Core;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.JoinHandle;
import dev.rouse.runtime.TaskFailedException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Waits for futures on a thread that may block: a platform thread, or a virtual one, which is not pinned by it. */
public final class Await {
    private Await() {}

    /**
     * Runs the future as a task of this core and blocks this thread until it has ended.
     *
     * @throws TaskFailedException when it has failed; the cause says how
     * @throws CancellationException when it was cancelled, as by the core's shutdown
     * @throws InterruptedException when this thread is interrupted: the task is cancelled
     * @throws RejectedExecutionException when the core has shut down
     * @throws IllegalStateException on a core's own thread, which must not block: poll the future there
     */
    public static <T extends @Nullable Object> T await(Future<T> future, Core core) throws InterruptedException {
        if (Core.isCoreThread()) {
            throw new IllegalStateException("await() on a core's thread would block all its tasks: poll the future");
        }
        JoinHandle<T> handle = core.spawn(future);
        try {
            return handle.join();
        } catch (InterruptedException e) {
            handle.cancel();
            throw e;
        }
    }
}
