package dev.rouse.examples.burn;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The service behind the proxy, a thread for each connection. A request is a line {@code PUT n} and n bytes; the answer
 * is a line {@code stored n}.
 */
final class Backend implements AutoCloseable {
    private final ServerSocket server;

    private Backend(ServerSocket server) {
        this.server = server;
    }

    static Backend start() throws IOException {
        Backend backend = new Backend(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        thread(backend::accept);
        return backend;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                thread(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed: the demo is over
        }
    }

    private static void serve(Socket socket) {
        try (socket;
                DataInputStream in = new DataInputStream(socket.getInputStream());
                OutputStream out = socket.getOutputStream()) {
            for (String request = line(in); !request.isEmpty(); request = line(in)) {
                int length = Integer.parseInt(request.substring("PUT ".length()));
                in.readFully(new byte[length]);
                out.write(("stored " + length + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // the client left in the middle of a request
        }
    }

    /** One line; empty at the end. */
    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "backend");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
