package dev.rouse.runtime.io;

import dev.rouse.runtime.Core;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.JoinHandle;
import dev.rouse.runtime.Runtime;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections for all cores of a runtime, and makes one task of each, so that a connection lives and dies on
 * one core; what is spoken on it is the handler's business.
 *
 * <p>Every core listens on the same port with a socket of its own (SO_REUSEPORT), and the system deals the connections
 * out. Where the system cannot, core 0 accepts and hands each connection to the cores in turn before it is watched by
 * any: {@link #isShared} tells which.
 */
public final class Acceptor implements AutoCloseable {
    private final List<TcpListener> listeners;
    private final List<JoinHandle<Void>> loops = new ArrayList<>();

    private Acceptor(List<TcpListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /**
     * Listens, and spawns what the handler makes of each connection.
     *
     * @param address with port 0 for any free one
     * @param handler called on the connection's core; the future that it makes owns the stream, and closes it when
     *     dropped. If it throws, the connection is closed
     * @throws IOException when the address is taken
     */
    public static Acceptor start(
            Runtime runtime,
            InetSocketAddress address,
            Function<? super TcpStream, ? extends Future<? extends @Nullable Object>> handler)
            throws IOException {
        return start(
                runtime.cores(), address, handler, canShare() && runtime.cores().size() > 1);
    }

    static Acceptor start(
            List<Core> cores,
            InetSocketAddress address,
            Function<? super TcpStream, ? extends Future<? extends @Nullable Object>> handler,
            boolean shared)
            throws IOException {
        Acceptor acceptor = new Acceptor(shared ? listenOnEach(cores, address) : List.of(TcpListener.bind(address)));
        for (int i = 0; i < acceptor.listeners.size(); i++) {
            List<Core> served = shared ? List.of(cores.get(i)) : cores;
            acceptor.loops.add(cores.get(i).spawn(new AcceptLoop(acceptor.listeners.get(i), served, handler)));
        }
        return acceptor;
    }

    private static List<TcpListener> listenOnEach(List<Core> cores, InetSocketAddress address) throws IOException {
        if (address.getPort() != 0) {
            TcpListener.bind(address).close(); // shared, the port could be had though another process serves it
        }
        List<TcpListener> listeners = new ArrayList<>();
        try {
            listeners.add(TcpListener.bind(address, true));
            InetSocketAddress bound = listeners.get(0).address();
            while (listeners.size() < cores.size()) {
                listeners.add(TcpListener.bind(bound, true));
            }
            return listeners;
        } catch (IOException e) {
            listeners.forEach(TcpListener::close);
            throw e;
        }
    }

    private static boolean canShare() throws IOException {
        try (ServerSocketChannel probe = ServerSocketChannel.open()) {
            return probe.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
        }
    }

    /** Where it listens, with the port that was free. */
    public InetSocketAddress address() {
        return listeners.get(0).address();
    }

    /** Whether every core listens by itself. If not, there is one core, or core 0 accepts for all. */
    public boolean isShared() {
        return listeners.size() > 1;
    }

    /**
     * Accepts no more; connections go on. May be called from any thread; the cores stop to listen at their next turn.
     */
    @Override
    public void close() {
        loops.forEach(JoinHandle::cancel);
    }
}
