package dev.rouse.examples.burn;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.io.AsyncStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * The server's side of TLS, written by hand for this proxy. The engine's computations run on the core, a millisecond a
 * connection.
 *
 * <p>All buffers stand ready to be read from between two calls.
 */
final class ProxyTlsStream implements AsyncStream {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final AsyncStream tcp;
    private final SSLEngine engine;
    private final boolean mended;
    private final ByteBuffer incoming;
    private final ByteBuffer outgoing;
    private final ByteBuffer plain;
    private boolean begun;
    private boolean shaken;
    private boolean ended;
    private boolean closing;

    /** @param mended whether close_notify ends the stream even when ciphertext follows it */
    ProxyTlsStream(AsyncStream tcp, SSLContext context, boolean mended) {
        this.tcp = tcp;
        this.mended = mended;
        this.engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        int packet = engine.getSession().getPacketBufferSize();
        incoming = ByteBuffer.allocate(packet).flip();
        outgoing = ByteBuffer.allocate(packet).flip();
        plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize())
                .flip();
    }

    @Override
    public int pollRead(Context context, ByteBuffer dst) throws IOException {
        if (!shaken && !shake(context)) {
            return PENDING;
        }
        while (!plain.hasRemaining()) {
            if (ended) {
                return END;
            }
            SSLEngineResult result = unwrap();
            if (mended && result.getStatus() == Status.CLOSED) {
                ended = true;
            } else if (result.getStatus() == Status.BUFFER_UNDERFLOW || !incoming.hasRemaining()) {
                if (!plain.hasRemaining() && !fill(context)) {
                    return PENDING;
                }
            } else if (!plain.hasRemaining()) {
                // There is more ciphertext in the buffer, so there is more to do: soon, when others have had their
                // turn.
                context.waker().wake();
                return PENDING;
            }
        }
        return take(dst);
    }

    private int take(ByteBuffer dst) {
        int n = Math.min(plain.remaining(), dst.remaining());
        dst.put(plain.slice().limit(n));
        plain.position(plain.position() + n);
        return n;
    }

    private SSLEngineResult unwrap() throws SSLException {
        plain.clear();
        try {
            return engine.unwrap(incoming, plain);
        } finally {
            plain.flip();
        }
    }

    /** Whether ciphertext has come, or its end. */
    private boolean fill(Context context) throws IOException {
        incoming.compact();
        try {
            int n = tcp.pollRead(context, incoming);
            ended |= n == END;
            return n != PENDING;
        } finally {
            incoming.flip();
        }
    }

    private boolean shake(Context context) throws IOException {
        if (!begun) {
            engine.beginHandshake();
            begun = true;
        }
        while (!shaken) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> {
                    if (!pollFlush(context)) {
                        return false;
                    }
                    wrap(NOTHING);
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (!pollFlush(context) || !receive(context)) {
                        return false;
                    }
                }
                default -> shaken = true;
            }
        }
        pollFlush(context);
        return true;
    }

    /** Whether a record of the handshake has been taken in, or more ciphertext has come. */
    private boolean receive(Context context) throws IOException {
        Status status = unwrap().getStatus();
        if (status == Status.CLOSED || ended) {
            throw new SSLHandshakeException("the client left before the handshake was done");
        }
        return status != Status.BUFFER_UNDERFLOW || fill(context);
    }

    private SSLEngineResult wrap(ByteBuffer src) throws SSLException {
        outgoing.compact();
        try {
            return engine.wrap(src, outgoing);
        } finally {
            outgoing.flip();
        }
    }

    @Override
    public int pollWrite(Context context, ByteBuffer src) throws IOException {
        if ((!shaken && !shake(context)) || !pollFlush(context)) {
            return PENDING;
        }
        int n = wrap(src).bytesConsumed();
        pollFlush(context);
        return n;
    }

    @Override
    public boolean pollFlush(Context context) throws IOException {
        while (outgoing.hasRemaining()) {
            if (tcp.pollWrite(context, outgoing) == PENDING) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean pollShutdown(Context context) throws IOException {
        if (!closing) {
            closing = true;
            engine.closeOutbound();
            wrap(NOTHING);
        }
        return pollFlush(context) && tcp.pollShutdown(context);
    }

    @Override
    public void close() {
        tcp.close();
    }
}
