package dev.rouse.runtime.io;

import dev.rouse.runtime.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * What one poll of a TLS stream does. Nothing here arms a waker or wakes: the transport is polled with a context of its
 * own, whose waker wakes the stream's reader and writer, and the budget alone is the poll's.
 */
final class TlsLink {
    private final SSLEngine engine;
    private final AsyncStream transport;
    private final TlsRecords records;
    private final TlsHandshake handshake;
    private final Context both;
    private boolean closed;

    /** @param both the transport's context */
    TlsLink(SSLEngine engine, AsyncStream transport, TlsRecords records, TlsHandshake handshake, Context both) {
        this.engine = engine;
        this.transport = transport;
        this.records = records;
        this.handshake = handshake;
        this.both = both;
    }

    int handshake(Context context, ByteBuffer none) throws IOException {
        return handshake.poll(both) ? 0 : AsyncRead.PENDING;
    }

    int read(Context context, ByteBuffer dst) throws IOException {
        while (handshake.poll(both)) {
            records.flush(both); // what a reader alone would never send: the answer to a key update
            if (mustFill()) {
                int n = records.fill(both);
                if (n == AsyncRead.PENDING) {
                    return n;
                }
                if (n == AsyncRead.END) {
                    throw new SSLException("the connection ended without close_notify: what was read may be cut short");
                }
            } else {
                int n = context.spend() ? take(dst) : AsyncRead.PENDING;
                if (n != 0) {
                    context.progress(Math.max(0, n));
                    return n;
                }
            }
        }
        return AsyncRead.PENDING;
    }

    private boolean mustFill() {
        return records.wantsMore() && !records.plain().hasRemaining();
    }

    /** What has come already: 0 when one more record has turned out to hold no data. */
    private int take(ByteBuffer dst) throws SSLException {
        if (!records.plain().hasRemaining() && !records.ended()) {
            int before = dst.position();
            handshake.after(records.unwrap(dst));
            if (dst.position() > before) {
                return dst.position() - before;
            }
        }
        ByteBuffer plain = records.plain();
        if (plain.hasRemaining()) {
            int n = Math.min(plain.remaining(), dst.remaining());
            dst.put(dst.position(), plain, plain.position(), n).position(dst.position() + n);
            plain.position(plain.position() + n);
            return n;
        }
        return records.ended() ? AsyncRead.END : 0;
    }

    int write(Context context, ByteBuffer src) throws IOException {
        while (handshake.poll(both)) {
            if (!records.flush(both) || !context.spend()) {
                return AsyncRead.PENDING;
            }
            int before = src.position();
            SSLEngineResult result = records.wrap(src);
            int n = src.position() - before;
            records.flush(both); // as far as it goes
            if (n > 0) {
                context.progress(n);
                return n;
            }
            if (result.getStatus() == Status.CLOSED) {
                throw new ClosedChannelException();
            }
            if (result.bytesProduced() == 0) {
                throw new SSLException("the engine takes no data: " + result);
            }
        }
        return AsyncRead.PENDING;
    }

    int flush(Context context, ByteBuffer none) throws IOException {
        return records.flush(both) ? 0 : AsyncRead.PENDING;
    }

    int shutdown(Context context, ByteBuffer none) throws IOException {
        if (handshake.computes() || !records.flush(both) || !sayClosed()) {
            return AsyncRead.PENDING;
        }
        return transport.pollShutdown(both) ? 0 : AsyncRead.PENDING;
    }

    /** Sends close_notify: whether it has gone. */
    private boolean sayClosed() throws IOException {
        if (!closed) {
            handshake.close();
            engine.closeOutbound();
        }
        while (!closed) {
            closed = records.wrapNothing().bytesProduced() == 0 || engine.isOutboundDone();
            if (!records.flush(both)) {
                return false;
            }
        }
        return true;
    }

    /** Tries to tell the other side what is wrong with what it sent. */
    void alert() {
        try {
            engine.closeOutbound();
            for (int n = 1; n > 0 && records.flush(both); ) {
                n = engine.isOutboundDone() ? 0 : records.wrapNothing().bytesProduced();
            }
        } catch (IOException e) {
            System.getLogger("dev.rouse.runtime").log(System.Logger.Level.DEBUG, "a TLS alert could not be sent", e);
        }
    }
}
