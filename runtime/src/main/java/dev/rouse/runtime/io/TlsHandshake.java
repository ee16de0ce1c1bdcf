package dev.rouse.runtime.io;

import dev.rouse.runtime.Context;
import java.io.IOException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * What an engine does before application data can flow, and, with TLS 1.3, now and then later: an answer to a key
 * update, a session ticket. TLS 1.2's later handshakes are renegotiations, and refused.
 */
final class TlsHandshake {
    private final SSLEngine engine;
    private final TlsRecords records;
    private final TlsTasks tasks;
    private boolean begun;
    private boolean first = true;
    private boolean done;
    private boolean closing;

    TlsHandshake(SSLEngine engine, TlsRecords records, TlsTasks tasks) {
        this.engine = engine;
        this.records = records;
        this.tasks = tasks;
    }

    /** Goes on as far as it can: whether it is done. */
    boolean poll(Context context) throws IOException {
        if (tasks.pending()) {
            return false;
        }
        if (!done && !begun) {
            engine.beginHandshake();
            begun = true;
        }
        while (!done) {
            if (!step(context)) {
                return false;
            }
        }
        return true;
    }

    /** Whether one more step can be taken at once. */
    private boolean step(Context context) throws IOException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                tasks.start();
                return false;
            }
            case NEED_WRAP -> {
                return records.flush(context) && wrapped(records.wrapNothing());
            }
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                if (first) {
                    return records.flush(context) && read(context);
                }
                done = true;
            }
            default -> done = true;
        }
        first = false;
        records.flush(context); // what is left goes out with what follows
        return true;
    }

    private static boolean wrapped(SSLEngineResult result) throws SSLException {
        if (result.getStatus() == Status.CLOSED) {
            throw new SSLHandshakeException("the connection was closed before its handshake was done");
        }
        return true;
    }

    private boolean read(Context context) throws IOException {
        if (records.wantsMore()) {
            int n = records.fill(context);
            if (n == AsyncRead.END) {
                throw new SSLHandshakeException("the other side hung up before the handshake was done");
            }
            if (n == AsyncRead.PENDING) {
                return false;
            }
        }
        if (records.unwrapNothing().getStatus() == Status.CLOSED) {
            throw new SSLHandshakeException("the other side closed TLS before the handshake was done");
        }
        return true;
    }

    /** Whether the engine is held by a computation. */
    boolean computes() {
        return tasks.pending();
    }

    /** From now on the engine wants nothing but to close. */
    void close() {
        closing = true;
        done = !first;
    }

    /**
     * Looks at what a record was that came after the handshake.
     *
     * @throws SSLException when it was the start of a renegotiation
     */
    void after(SSLEngineResult result) throws SSLException {
        HandshakeStatus status = result.getHandshakeStatus();
        boolean quiet = status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.FINISHED;
        if (quiet || closing || result.getStatus() != Status.OK) {
            return;
        }
        if (!engine.getSession().getProtocol().equals("TLSv1.3")) {
            throw new SSLHandshakeException("the other side asked for a renegotiation, which is refused");
        }
        done = status == HandshakeStatus.NEED_UNWRAP;
    }
}
