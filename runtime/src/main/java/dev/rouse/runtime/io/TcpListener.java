package dev.rouse.runtime.io;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Poll;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A listening TCP socket. It belongs to the core whose tasks poll it first; one task accepts. */
public final class TcpListener implements AutoCloseable {
    private final Socket<ServerSocketChannel> socket;
    private final InetSocketAddress address;

    private TcpListener(ServerSocketChannel channel) throws IOException {
        this.socket = new Socket<>(channel);
        this.address = (InetSocketAddress) channel.getLocalAddress();
    }

    /**
     * Listens. May be called from any thread.
     *
     * @param address with port 0 for any free one
     */
    public static TcpListener bind(InetSocketAddress address) throws IOException {
        return bind(address, false);
    }

    /** @param shared whether other sockets of this process may listen on the same port (SO_REUSEPORT) */
    static TcpListener bind(InetSocketAddress address, boolean shared) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            if (shared) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.bind(address, 1024);
            return new TcpListener(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    /**
     * The next connection; pending when nobody has connected.
     *
     * @throws IOException when the system refuses, as it does without a free file descriptor
     */
    public Poll<TcpStream> pollAccept(Context context) throws IOException {
        SocketChannel channel = pollChannel(context);
        return channel == null ? Poll.pending() : Poll.ready(TcpStream.of(channel));
    }

    /** The next connection's channel, not yet watched by any core; null when pending. */
    @Nullable SocketChannel pollChannel(Context context) throws IOException {
        if (socket.stillAwaitsReadable(context) || !context.spend()) {
            return null;
        }
        SocketChannel channel = socket.channel.accept();
        if (channel == null) {
            socket.awaitReadable(context);
        } else {
            context.progress(1);
        }
        return channel;
    }

    /** A future of the next connection; it fails with an {@link UncheckedIOException}. */
    public Future<TcpStream> accept() {
        return context -> {
            try {
                return pollAccept(context);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /** Where it listens, with the port that was free. */
    public InetSocketAddress address() {
        return address;
    }

    /** Listens no longer; who waits in vain is woken and told. */
    @Override
    public void close() {
        socket.close();
    }
}
