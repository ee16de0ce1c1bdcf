package dev.rouse.runtime.io;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A TCP connection. It belongs to the core whose tasks poll it first, and sends small writes at once (TCP_NODELAY).
 *
 * <p>Each poll tries its operation first, and waits only when that would block; after a read that did not fill its
 * buffer there was nothing left, so the next one waits without trying.
 */
public final class TcpStream implements AsyncStream {
    private final Socket<SocketChannel> socket;
    private final SocketAddress local;
    private final SocketAddress remote;
    private boolean drained;

    private TcpStream(Socket<SocketChannel> socket) throws IOException {
        SocketChannel channel = socket.channel;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        this.socket = socket;
        this.local = channel.getLocalAddress();
        this.remote = channel.getRemoteAddress();
    }

    /** A future of a connection to this address; it fails with an {@link java.io.UncheckedIOException}. */
    public static Future<TcpStream> connect(SocketAddress address) {
        return new TcpConnect(address);
    }

    /**
     * Takes over a connected channel, and makes it non-blocking; it must not be registered with a selector.
     *
     * @throws IOException when it is not connected, or not any more
     */
    public static TcpStream of(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        return new TcpStream(new Socket<>(channel));
    }

    /** Goes on with a socket that has been connected, and watched meanwhile. */
    static TcpStream of(Socket<SocketChannel> socket) throws IOException {
        return new TcpStream(socket);
    }

    @Override
    public int pollRead(Context context, ByteBuffer dst) throws IOException {
        if (socket.stillAwaitsReadable(context)) {
            return PENDING;
        }
        if (drained) {
            drained = false;
            socket.awaitReadable(context);
            return PENDING;
        }
        if (!context.spend()) {
            return PENDING;
        }
        int room = dst.remaining();
        int n = socket.channel.read(dst);
        if (n == 0 && room > 0) {
            socket.awaitReadable(context);
            return PENDING;
        }
        drained = n > 0 && n < room;
        context.progress(Math.max(0, n));
        return n;
    }

    @Override
    public int pollWrite(Context context, ByteBuffer src) throws IOException {
        if (socket.stillAwaitsWritable(context) || !context.spend()) {
            return PENDING;
        }
        int n = socket.channel.write(src);
        if (n == 0 && src.hasRemaining()) {
            socket.awaitWritable(context);
            return PENDING;
        }
        context.progress(n);
        return n;
    }

    /** Done at once: what was written is the system's. */
    @Override
    public boolean pollFlush(Context context) {
        return true;
    }

    @Override
    public boolean pollShutdown(Context context) throws IOException {
        socket.channel.shutdownOutput();
        return true;
    }

    public SocketAddress localAddress() {
        return local;
    }

    public SocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public void close() {
        socket.close();
    }

    @Override
    public String toString() {
        return "TcpStream(" + local + " to " + remote + ")";
    }
}
