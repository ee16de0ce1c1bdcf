package dev.rouse.runtime.io;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.WakerSlot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * TLS 1.2 or 1.3 over another stream, which it owns. The handshake is done by the first polls, or by
 * {@link #handshake()}; its computations do not run on the core.
 *
 * <p>The other side's close_notify is the end of the stream, for good: what comes behind it is ignored. A transport
 * that ends without it is an error, since what was read may have been cut short. After {@link #pollShutdown} reading
 * goes on. Renegotiation is refused. An error stays: every later poll tells it again.
 *
 * <p>What was written is sent as far as the transport takes it; the rest goes with the next poll of any kind. Reader
 * and writer share the transport, whose wakes go to both.
 */
public final class TlsStream implements AsyncStream {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    /** What a poll does: bytes, 0 for done, or as {@link AsyncRead#pollRead} says. */
    @FunctionalInterface
    private interface Step {
        int take(TlsLink link, Context context, ByteBuffer buffer) throws IOException;
    }

    private static final Step HANDSHAKE = TlsLink::handshake;
    private static final Step READ = TlsLink::read;
    private static final Step WRITE = TlsLink::write;
    private static final Step FLUSH = TlsLink::flush;
    private static final Step SHUTDOWN = TlsLink::shutdown;

    private final SSLEngine engine;
    private final AsyncStream transport;
    private final TlsRecords records;
    private final TlsTasks tasks;
    private final TlsLink link;
    private final WakerSlot reader = new WakerSlot();
    private final WakerSlot writer = new WakerSlot();
    private @Nullable SSLException failure;

    private TlsStream(AsyncStream transport, SSLEngine engine) {
        this.engine = engine;
        this.transport = transport;
        this.records = new TlsRecords(engine, transport);
        this.tasks = new TlsTasks(engine, this::wakeBoth);
        TlsHandshake handshake = new TlsHandshake(engine, records, tasks);
        this.link = new TlsLink(engine, transport, records, handshake, Context.of(this::wakeBoth));
    }

    private void wakeBoth() {
        reader.fire();
        writer.fire();
    }

    /** The client's side of a connection to this host, whose certificate must be its own. */
    public static TlsStream client(AsyncStream transport, SSLContext context, String host, int port) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return new TlsStream(transport, engine);
    }

    /** The server's side. */
    public static TlsStream server(AsyncStream transport, SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        return new TlsStream(transport, engine);
    }

    /** The side, the versions and the checks that this engine is set to; it must not have been used. */
    public static TlsStream over(AsyncStream transport, SSLEngine engine) {
        return new TlsStream(transport, engine);
    }

    /**
     * Makes the handshake.
     *
     * @return whether it is done; if not, the waker of this poll is armed
     */
    public boolean pollHandshake(Context context) throws IOException {
        return poll(context, writer, HANDSHAKE, NONE) == 0;
    }

    /** A future of this stream, with its handshake made; it fails with an {@link UncheckedIOException}. */
    public Future<TlsStream> handshake() {
        return context -> {
            try {
                return pollHandshake(context) ? Poll.ready(this) : Poll.pending();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /** What was agreed; meaningful after the handshake. */
    public SSLSession session() {
        return engine.getSession();
    }

    @Override
    public int pollRead(Context context, ByteBuffer dst) throws IOException {
        if (!dst.hasRemaining()) {
            return nothing(context);
        }
        return poll(context, reader, READ, dst);
    }

    @Override
    public int pollWrite(Context context, ByteBuffer src) throws IOException {
        if (!src.hasRemaining()) {
            return nothing(context);
        }
        return poll(context, writer, WRITE, src);
    }

    @Override
    public boolean pollFlush(Context context) throws IOException {
        return poll(context, writer, FLUSH, NONE) == 0;
    }

    @Override
    public boolean pollShutdown(Context context) throws IOException {
        return poll(context, writer, SHUTDOWN, NONE) == 0;
    }

    private static int nothing(Context context) {
        if (!context.spend()) {
            return PENDING;
        }
        context.progress(0);
        return 0;
    }

    private int poll(Context context, WakerSlot slot, Step step, ByteBuffer buffer) throws IOException {
        if (failure != null) {
            throw new SSLException(failure.getMessage(), failure);
        }
        try {
            while (true) {
                int n = step.take(link, context, buffer);
                if (n != PENDING) {
                    return n;
                }
                slot.arm(context);
                if (!tasks.endedMeanwhile()) {
                    return n;
                }
            }
        } catch (SSLException e) {
            failure = e;
            link.alert();
            throw e;
        } finally {
            report(context);
        }
    }

    private void report(Context context) {
        long moved = records.takeMoved();
        if (moved > 0) {
            context.progress(moved);
        }
    }

    @Override
    public void close() {
        transport.close();
        wakeBoth();
    }
}
