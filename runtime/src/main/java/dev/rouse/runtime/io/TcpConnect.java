package dev.rouse.runtime.io;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Poll;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A connection that is being made. Dropping it before it is ready closes it. */
final class TcpConnect implements Future<TcpStream> {
    private final SocketAddress address;
    private @Nullable Socket<SocketChannel> socket;

    TcpConnect(SocketAddress address) {
        this.address = address;
    }

    @Override
    public Poll<TcpStream> poll(Context context) {
        try {
            return go(context);
        } catch (ConnectException e) {
            ConnectException told = new ConnectException(address + ": " + e.getMessage());
            told.initCause(e);
            throw new UncheckedIOException(told);
        } catch (IOException e) {
            throw new UncheckedIOException(address + " cannot be connected to", e);
        }
    }

    private Poll<TcpStream> go(Context context) throws IOException {
        Socket<SocketChannel> connecting = socket;
        if (connecting == null) {
            SocketChannel channel = SocketChannel.open();
            connecting = new Socket<>(channel);
            socket = connecting;
            channel.configureBlocking(false);
            channel.connect(address);
        } else if (connecting.stillAwaitsWritable(context)) {
            return Poll.pending();
        }
        if (!connecting.channel.finishConnect()) {
            connecting.awaitWritable(context);
            return Poll.pending();
        }
        context.progress(1);
        TcpStream stream = TcpStream.of(connecting);
        socket = null;
        return Poll.ready(stream);
    }

    @Override
    public void drop() {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
