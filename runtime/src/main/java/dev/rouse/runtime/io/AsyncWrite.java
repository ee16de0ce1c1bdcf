package dev.rouse.runtime.io;

import dev.rouse.runtime.Context;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Where bytes go, by polling; one writer at a time. Polling allocates nothing. */
public interface AsyncWrite {
    /**
     * Takes what there is room for, and advances the buffer's position by as much. What was taken may be kept back
     * until the stream is flushed.
     *
     * @return how many bytes, at least 1; 0 only for an empty buffer; {@link AsyncRead#PENDING} when there is no room
     * @throws IOException when the stream is broken, or its output was shut down
     */
    int pollWrite(Context context, ByteBuffer src) throws IOException;

    /**
     * Passes on all that was taken.
     *
     * @return whether that is done; if not, the waker of this poll is armed
     */
    boolean pollFlush(Context context) throws IOException;

    /**
     * Flushes, and tells the other side that no more will be written. Reading goes on.
     *
     * @return whether that is done; if not, the waker of this poll is armed
     */
    boolean pollShutdown(Context context) throws IOException;
}
