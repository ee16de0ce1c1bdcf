package dev.rouse.examples.burn;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** A client of the proxy, which blocks. It holds the records that it sends in its own hands. */
final class Client implements AutoCloseable {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final byte APPLICATION_DATA = 23;
    private static final short TLS_1_2_AND_LATER = 0x0303;

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final ByteBuffer incoming = ByteBuffer.allocate(40_000);
    private final ByteBuffer plain = ByteBuffer.allocate(40_000);

    private Client(SocketChannel channel, SSLEngine engine) {
        this.channel = channel;
        this.engine = engine;
        engine.setUseClientMode(true);
    }

    static Client connect(SSLContext keys, int port) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Client client = new Client(channel, keys.createSSLEngine("localhost", port));
        client.engine.beginHandshake();
        while (client.shakes()) {
            // step by step
        }
        return client;
    }

    private boolean shakes() throws IOException {
        HandshakeStatus status = engine.getHandshakeStatus();
        switch (status) {
            case NEED_TASK -> engine.getDelegatedTask().run();
            case NEED_WRAP -> send(record(NOTHING));
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> receive();
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Sends a body, and waits for the answer. */
    void put(byte[] body) throws IOException {
        send(record(ByteBuffer.wrap(("PUT " + body.length + "\n").getBytes(StandardCharsets.US_ASCII))));
        send(record(ByteBuffer.wrap(body)));
        plain.clear();
        while (plain.position() == 0 || plain.get(plain.position() - 1) != '\n') {
            receive();
        }
    }

    /**
     * Begins an upload and gives it up, as a client does that writes on one thread and closes on another: a record of
     * the body leaves after the close_notify, and then the connection is closed.
     *
     * <p>The JDK's engine encrypts nothing after its close_notify. Since nobody decrypts what follows one either,
     * random bytes do as that record's content.
     */
    void giveUp() throws IOException {
        send(record(ByteBuffer.wrap("PUT 100000\n".getBytes(StandardCharsets.US_ASCII))));
        send(record(ByteBuffer.allocate(1_000)));
        engine.closeOutbound();
        send(record(NOTHING));
        send(late(1_000));
        close();
    }

    private static ByteBuffer late(int length) {
        byte[] content = new byte[length];
        new Random().nextBytes(content);
        return ByteBuffer.allocate(5 + length)
                .put(APPLICATION_DATA)
                .putShort(TLS_1_2_AND_LATER)
                .putShort((short) length)
                .put(content)
                .flip();
    }

    /** One record of this data, encrypted. */
    private ByteBuffer record(ByteBuffer data) throws SSLException {
        ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(data, record);
        return record.flip();
    }

    private void send(ByteBuffer record) throws IOException {
        while (record.hasRemaining()) {
            channel.write(record);
        }
    }

    /** Takes in one record. */
    private void receive() throws IOException {
        SSLEngineResult.Status status = unwrap();
        while (status == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
            if (channel.read(incoming) < 0) {
                throw new EOFException("the proxy hung up");
            }
            status = unwrap();
        }
        if (status == SSLEngineResult.Status.CLOSED) {
            throw new EOFException("the proxy closed the connection");
        }
    }

    private SSLEngineResult.Status unwrap() throws SSLException {
        incoming.flip();
        try {
            return engine.unwrap(incoming, plain).getStatus();
        } finally {
            incoming.compact();
        }
    }

    /** Says close_notify, with nothing behind it, and closes. */
    void end() throws IOException {
        engine.closeOutbound();
        send(record(NOTHING));
        close();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
