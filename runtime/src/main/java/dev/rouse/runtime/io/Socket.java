package dev.rouse.runtime.io;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Core;
import dev.rouse.runtime.Readiness;
import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.SelectableChannel;
import org.jspecify.annotations.Nullable;

/**
 * A non-blocking channel and the core that watches it, which is the first one that had to wait for it.
 *
 * @param <C> type of the channel
 */
final class Socket<C extends SelectableChannel & Channel> {
    final C channel;
    private @Nullable Readiness readiness;
    private @Nullable Core core;

    Socket(C channel) {
        this.channel = channel;
    }

    /**
     * Whether a reader has to wait still; then it is armed, and what the driver is about to tell is not taken from it.
     */
    boolean stillAwaitsReadable(Context context) {
        Readiness known = readiness;
        if (known == null || known.isReadable()) {
            return false;
        }
        known.awaitReadable(context);
        return true;
    }

    /** Whether a writer has to wait still; then it is armed. */
    boolean stillAwaitsWritable(Context context) {
        Readiness known = readiness;
        if (known == null || known.isWritable()) {
            return false;
        }
        known.awaitWritable(context);
        return true;
    }

    void awaitReadable(Context context) throws IOException {
        watched().awaitReadable(context);
    }

    void awaitWritable(Context context) throws IOException {
        watched().awaitWritable(context);
    }

    private Readiness watched() throws IOException {
        Core here = Core.current();
        Readiness known = readiness;
        if (known == null) {
            known = here.register(channel);
            readiness = known;
            core = here;
        } else if (core != here) {
            throw new IllegalStateException("polled on core " + here.index() + ", but " + channel
                    + " is watched by another: a socket stays where it was first polled");
        }
        return known;
    }

    /** Closes the channel, and wakes whoever waits for it. */
    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            System.getLogger("dev.rouse.runtime").log(System.Logger.Level.DEBUG, "a socket did not close", e);
        }
        if (readiness != null) {
            readiness.close();
        }
    }
}
