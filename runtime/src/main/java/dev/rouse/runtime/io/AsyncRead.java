package dev.rouse.runtime.io;

import dev.rouse.runtime.Context;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Where bytes come from, by polling; one reader at a time. Polling allocates nothing. */
public interface AsyncRead {
    /** The answer at the end of the stream, now and at every later poll. */
    int END = -1;

    /** The answer when there is nothing yet: the waker of this poll is armed. Of writing, when there is no room. */
    int PENDING = -2;

    /**
     * Moves what there is, as far as there is room, and advances the buffer's position by as much.
     *
     * @return how many bytes, at least 1; 0 only for a buffer without room; {@link #END} or {@link #PENDING}
     * @throws IOException when the stream is broken
     */
    int pollRead(Context context, ByteBuffer dst) throws IOException;
}
