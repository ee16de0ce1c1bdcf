package dev.rouse.runtime.io;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The other side of a test's connections: threads with blocking sockets. */
final class Peers implements AutoCloseable {
    static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    static final int PATIENCE_S = 20;

    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "peer");
        thread.setDaemon(true);
        return thread;
    });

    <T> Future<T> start(Callable<T> work) {
        return threads.submit(work);
    }

    static Socket connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(PATIENCE_S * 1_000);
        return socket;
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /** Whether all that is sent comes back, while it is being sent. */
    boolean echoes(Socket socket, byte[] sent) throws Exception {
        Future<?> sender = start(() -> {
            socket.getOutputStream().write(sent);
            socket.getOutputStream().flush();
            return null;
        });
        InputStream in = socket.getInputStream();
        boolean same = Arrays.equals(in.readNBytes(sent.length), sent);
        sender.get(PATIENCE_S, SECONDS);
        return same;
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.get(PATIENCE_S, SECONDS);
    }

    /** To be completed by a task of a runtime, and awaited by the test. */
    static <T> CompletableFuture<T> promise() {
        return new CompletableFuture<>();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
