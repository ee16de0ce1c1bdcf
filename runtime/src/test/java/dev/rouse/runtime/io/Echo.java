package dev.rouse.runtime.io;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Poll;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Sends back what it reads, until the other side has ended; then ends its own side. The value is how many bytes. */
final class Echo implements Future<Long> {
    private final AsyncStream stream;
    private final ByteBuffer buffer = ByteBuffer.allocate(8_192).flip();
    private boolean ended;
    private long bytes;

    Echo(AsyncStream stream) {
        this.stream = stream;
    }

    @Override
    public Poll<Long> poll(Context context) {
        try {
            while (!ended) {
                if (!written(context) || !read(context)) {
                    return Poll.pending();
                }
            }
            return stream.pollShutdown(context) ? Poll.ready(bytes) : Poll.pending();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean written(Context context) throws IOException {
        while (buffer.hasRemaining()) {
            if (stream.pollWrite(context, buffer) == AsyncRead.PENDING) {
                return false;
            }
        }
        return stream.pollFlush(context);
    }

    private boolean read(Context context) throws IOException {
        buffer.clear();
        int n = stream.pollRead(context, buffer);
        buffer.flip();
        ended = n == AsyncRead.END;
        bytes += Math.max(0, n);
        return n != AsyncRead.PENDING;
    }

    @Override
    public void drop() {
        stream.close();
    }
}
