package dev.rouse.runtime.bridge;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Poll;
import org.jspecify.annotations.Nullable;

/**
 * A sequence that is run by polling it, under the rules of {@link dev.rouse.runtime.Future}.
 *
 * @param <T> type of the items
 */
@FunctionalInterface
public interface Source<T> {
    /**
     * Ready with the next item, or with null at the end, after which it is not polled again.
     *
     * @throws RuntimeException ends the sequence: it has failed
     */
    Poll<@Nullable T> pollNext(Context context);

    /** Lets go of what it holds. Called once by its owner: at the end, after a failure, or to give up. */
    default void drop() {}
}
