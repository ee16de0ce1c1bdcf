package dev.rouse.examples.slow;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Futures;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.io.TcpStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Writes a dot now and then, for as long as it is polled: a client that waits sees that we live. Never ready. */
final class Heartbeat implements Future<String> {
    private static final Duration EVERY = Duration.ofMillis(40);

    private final TcpStream stream;
    private Future<@Nullable Void> pause = Futures.sleep(EVERY);

    Heartbeat(TcpStream stream) {
        this.stream = stream;
    }

    @Override
    public Poll<String> poll(Context context) {
        while (pause.poll(context).isReady()) {
            pause.drop();
            pause = Futures.sleep(EVERY);
            try {
                stream.pollWrite(context, ByteBuffer.wrap(new byte[] {'.'}));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Poll.pending();
    }

    @Override
    public void drop() {
        pause.drop();
    }
}
