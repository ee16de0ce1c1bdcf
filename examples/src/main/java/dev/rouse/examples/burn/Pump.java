package dev.rouse.examples.burn;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.io.AsyncRead;
import dev.rouse.runtime.io.AsyncWrite;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One direction of a proxied connection: what is read is written, and an end is passed on. */
final class Pump {
    private final AsyncRead from;
    private final AsyncWrite to;
    private final ByteBuffer buffer = ByteBuffer.allocate(16_384).flip();
    private boolean ended;
    private boolean done;

    Pump(AsyncRead from, AsyncWrite to) {
        this.from = from;
        this.to = to;
    }

    /** Whether all is written and the end passed on; if not, the waker of this poll is armed. */
    boolean poll(Context context) throws IOException {
        while (!done) {
            if (buffer.hasRemaining()) {
                if (to.pollWrite(context, buffer) == AsyncRead.PENDING) {
                    return false;
                }
            } else if (ended) {
                if (!to.pollShutdown(context)) {
                    return false;
                }
                done = true;
            } else if (!read(context)) {
                return false;
            }
        }
        return true;
    }

    private boolean read(Context context) throws IOException {
        buffer.clear();
        int n = from.pollRead(context, buffer);
        buffer.flip();
        ended = n == AsyncRead.END;
        if (n == AsyncRead.PENDING) {
            to.pollFlush(context);
            return false;
        }
        return true;
    }
}
