package dev.rouse.runtime;

import java.io.IOException;
import java.nio.channels.SelectableChannel;

/**
 * Where a core sleeps, and what tells its leaves that a socket is ready. One for each core; all but {@link #unpark} is
 * called by that core's thread. NIO's selector is the first; an epoll or io_uring driver takes its place by
 * implementing this interface.
 */
public interface IoDriver extends AutoCloseable {
    /** Makes drivers: one for each core. */
    @FunctionalInterface
    interface Factory {
        IoDriver open() throws IOException;
    }

    /**
     * Starts to watch a channel, which must be non-blocking.
     *
     * @throws IOException when the channel is closed
     */
    Readiness register(SelectableChannel channel) throws IOException;

    /**
     * Fires the wakers of all that has become ready; blocks until there is something, until {@link #unpark}, or so
     * long.
     *
     * @param nanos 0 looks without blocking, negative waits without end
     */
    void park(long nanos) throws IOException;

    /** Ends the {@link #park} that goes on, or the next one. Called by any thread. */
    void unpark();

    @Override
    void close() throws IOException;
}
