package dev.rouse.runtime.bridge;

import dev.rouse.runtime.Core;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/** Publishers of {@link Flow} as sources, and sources as publishers. */
public final class Publishers {
    private Publishers() {}

    /**
     * The items of a publisher. It subscribes at its first poll, and cancels when it is dropped; a failure comes
     * without its wrappings, a checked one in a {@link java.util.concurrent.CompletionException}.
     *
     * @param demand how many items are asked for ahead, and kept, at most; at least 1
     */
    public static <T> Source<T> source(Flow.Publisher<T> publisher, int demand) {
        if (demand < 1) {
            throw new IllegalArgumentException("demand " + demand + ": at least 1 item must be asked for");
        }
        return new Subscribed<>(publisher, demand);
    }

    /**
     * Publishes sources. Each subscriber gets one of its own, and a task of this core that polls it as long as there is
     * demand, signals one after the other, and drops it at the end. So the end of a source is seen by the poll after
     * its last item, once there is demand for one more.
     *
     * @param sources called once for each subscriber, on its thread; what it throws goes to {@code onError}
     */
    public static <T> Flow.Publisher<T> publisher(Supplier<? extends Source<T>> sources, Core core) {
        return subscriber -> Publishing.begin(sources, subscriber, core);
    }
}
