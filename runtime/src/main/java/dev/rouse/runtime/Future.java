package dev.rouse.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A computation that is run by polling it. It does nothing by itself: whoever owns it polls it, and polls it again
 * after the waker of that poll's {@link Context} has fired. The rules stand in the package's documentation.
 *
 * @param <T> type of the value
 */
@FunctionalInterface
public interface Future<T extends @Nullable Object> {
    /**
     * Goes on as far as it can without blocking. A leaf that returns pending has first kept {@code context.waker()}
     * with whatever will unblock it, best in a {@link WakerSlot}, and has then looked at its condition again.
     *
     * @param context of this poll alone: the waker of the newest poll counts
     * @throws RuntimeException ends the task that polls: it has failed with this exception
     */
    Poll<T> poll(Context context);

    /**
     * Lets go of what it holds, wakers included. Called once by its owner: when it is done, has failed, or is
     * cancelled.
     */
    default void drop() {}
}
