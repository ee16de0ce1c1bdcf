package dev.rouse.proofs.echo;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.Runtime;
import dev.rouse.runtime.io.Acceptor;
import dev.rouse.runtime.io.AsyncRead;
import dev.rouse.runtime.io.AsyncStream;
import dev.rouse.runtime.io.TlsStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Our runtime: a task for each connection, on two cores. */
final class RouseEcho {
    private RouseEcho() {}

    static int start(boolean diagnosed, @Nullable SSLContext tls) throws IOException {
        Runtime runtime = Runtime.builder().cores(2).diagnosis(diagnosed).start();
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Acceptor.start(runtime, any, stream -> new Echo(tls == null ? stream : TlsStream.server(stream, tls)))
                .address()
                .getPort();
    }

    private static final class Echo implements Future<@Nullable Void> {
        private final AsyncStream stream;
        private final ByteBuffer bytes = ByteBuffer.allocateDirect(16 * 1024);
        private boolean writing;

        Echo(AsyncStream stream) {
            this.stream = stream;
        }

        @Override
        public Poll<@Nullable Void> poll(Context context) {
            try {
                while (true) {
                    if (writing) {
                        while (bytes.hasRemaining()) {
                            if (stream.pollWrite(context, bytes) == AsyncRead.PENDING) {
                                return Poll.pending();
                            }
                        }
                        if (!stream.pollFlush(context)) {
                            return Poll.pending();
                        }
                        writing = false;
                    }
                    bytes.clear();
                    int n = stream.pollRead(context, bytes);
                    if (n == AsyncRead.PENDING) {
                        return Poll.pending();
                    }
                    if (n < 0) {
                        return Poll.ready();
                    }
                    bytes.flip();
                    writing = true;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void drop() {
            stream.close();
        }
    }
}
