package dev.rouse.runtime.io;

import dev.rouse.runtime.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * An engine between three buffers: ciphertext that came in, plaintext that nobody has taken, ciphertext that goes out.
 *
 * <p>{@link #in} and {@link #out} stand ready to be read from, {@link #plain} too, between two calls.
 */
final class TlsRecords {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final AsyncStream transport;
    private ByteBuffer in;
    private ByteBuffer out;
    private ByteBuffer plain = NOTHING;

    /** The engine has seen what is in the buffer, and wants more. */
    private boolean tooShort = true;

    /** The other side's close_notify has come: what is still behind it will never be read. */
    private boolean ended;

    private long moved;

    TlsRecords(SSLEngine engine, AsyncStream transport) {
        this.engine = engine;
        this.transport = transport;
        int packet = engine.getSession().getPacketBufferSize();
        in = ByteBuffer.allocate(packet).flip();
        out = ByteBuffer.allocate(packet).flip();
    }

    boolean ended() {
        return ended;
    }

    ByteBuffer plain() {
        return plain;
    }

    /** Bytes that have gone over the transport since the last call. */
    long takeMoved() {
        long n = moved;
        moved = 0;
        return n;
    }

    /** Whether the engine cannot go on before {@link #fill} has brought more. */
    boolean wantsMore() {
        return tooShort && !ended;
    }

    /** Reads ciphertext: how many bytes, or as {@link AsyncRead#pollRead} says. */
    int fill(Context context) throws IOException {
        int packet = engine.getSession().getPacketBufferSize();
        if (in.remaining() == in.capacity() && packet > in.capacity()) {
            in = ByteBuffer.allocate(packet).put(in);
        } else {
            in.compact();
        }
        try {
            if (!in.hasRemaining()) {
                throw new SSLException("a record is longer than the " + in.capacity() + " bytes that TLS allows");
            }
            int n = transport.pollRead(context, in);
            if (n > 0) {
                tooShort = false;
                moved += n;
            }
            return n;
        } finally {
            in.flip();
        }
    }

    /**
     * Decrypts one record, into the buffer that is given or, where that has too little room, into {@link #plain}, which
     * must be empty.
     */
    SSLEngineResult unwrap(ByteBuffer dst) throws SSLException {
        SSLEngineResult result = engine.unwrap(in, dst);
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
            result = unwrapAside();
        }
        if (result.getStatus() == Status.CLOSED) {
            ended = true;
            in = NOTHING;
        }
        tooShort = result.getStatus() == Status.BUFFER_UNDERFLOW || !in.hasRemaining();
        return result;
    }

    /** Takes in one record of a handshake. */
    SSLEngineResult unwrapNothing() throws SSLException {
        return unwrap(NOTHING);
    }

    private SSLEngineResult unwrapAside() throws SSLException {
        if (plain.hasRemaining()) {
            throw new SSLException("more application data came before the handshake was done");
        }
        int size = engine.getSession().getApplicationBufferSize();
        ByteBuffer room = plain.capacity() < size ? ByteBuffer.allocate(size) : plain.clear();
        SSLEngineResult result = engine.unwrap(in, room);
        plain = room.flip();
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
            throw new SSLException("a record does not fit into the " + size + " bytes that its session allows");
        }
        return result;
    }

    /** Encrypts one record, if there is room for it; a full buffer has to be flushed first. */
    SSLEngineResult wrap(ByteBuffer src) throws SSLException {
        int packet = engine.getSession().getPacketBufferSize();
        if (packet > out.capacity()) {
            out = ByteBuffer.allocate(packet + out.remaining()).put(out);
        } else {
            out.compact();
        }
        try {
            return engine.wrap(src, out);
        } finally {
            out.flip();
        }
    }

    SSLEngineResult wrapNothing() throws SSLException {
        return wrap(NOTHING);
    }

    /** Writes out all ciphertext. */
    boolean flush(Context context) throws IOException {
        while (out.hasRemaining()) {
            int n = transport.pollWrite(context, out);
            if (n == AsyncRead.PENDING) {
                return false;
            }
            moved += n;
        }
        return transport.pollFlush(context);
    }
}
