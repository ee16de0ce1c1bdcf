package dev.rouse.examples.burn;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.io.AsyncStream;
import dev.rouse.runtime.io.TcpStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One client's connection, and the backend's that belongs to it. It ends when both sides have, or one has broken. */
final class ProxyConnection implements Future<Void> {
    private final AsyncStream client;
    private final Future<TcpStream> connect;
    private final AtomicInteger open;
    private @Nullable TcpStream backend;
    private @Nullable Pump up;
    private @Nullable Pump down;

    /** @param open counts the connections that have not ended */
    ProxyConnection(AsyncStream client, Future<TcpStream> connect, AtomicInteger open) {
        this.client = client;
        this.connect = connect;
        this.open = open;
        open.incrementAndGet();
    }

    @Override
    public Poll<Void> poll(Context context) {
        try {
            if (backend == null && !connected(context)) {
                return Poll.pending();
            }
            boolean sent = up == null || up.poll(context);
            boolean answered = down == null || down.poll(context);
            return sent && answered ? Poll.ready() : Poll.pending();
        } catch (IOException | UncheckedIOException e) {
            return Poll.ready(); // a side that hangs up ends the connection, and is none of the proxy's errors
        }
    }

    private boolean connected(Context context) {
        Poll<TcpStream> answer = connect.poll(context);
        if (answer.isPending()) {
            return false;
        }
        TcpStream stream = answer.get();
        backend = stream;
        up = new Pump(client, stream);
        down = new Pump(stream, client);
        return true;
    }

    @Override
    public void drop() {
        open.decrementAndGet();
        connect.drop();
        client.close();
        if (backend != null) {
            backend.close();
        }
    }
}
