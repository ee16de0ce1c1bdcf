package dev.rouse.proofs.overhead;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One connection of the load; all answers have one length, so nothing needs to be parsed. */
final class Connection {
    private static final byte[] REQUEST =
            "GET /somebody HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final SocketChannel channel;
    private final ByteBuffer request = ByteBuffer.allocateDirect(REQUEST.length).put(REQUEST);
    private final ByteBuffer answer;
    private long sentAt;

    private Connection(SocketChannel channel, int length) {
        this.channel = channel;
        this.answer = ByteBuffer.allocateDirect(length);
    }

    /** The length of an answer, headers included. */
    static int learnLength(InetSocketAddress service) throws IOException {
        try (Socket socket = new Socket(service.getAddress(), service.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(REQUEST);
            StringBuilder head = new StringBuilder();
            InputStream in = socket.getInputStream();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            String text = head.toString().toLowerCase(Locale.ROOT);
            return head.length() + Integer.parseInt(text.replaceAll("(?s).*content-length: *([0-9]+).*", "$1"));
        }
    }

    static void open(InetSocketAddress service, Selector selector, int length) throws IOException {
        SocketChannel channel = SocketChannel.open(service);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        Connection connection = new Connection(channel, length);
        channel.register(selector, SelectionKey.OP_READ, connection);
        connection.send();
    }

    /** Reads what there is; when the answer is whole, sends the next request. */
    void advance(Latencies latencies) {
        try {
            if (channel.read(answer) < 0) {
                throw new IOException("the service closed a connection");
            }
            if (!answer.hasRemaining()) {
                latencies.add(System.nanoTime() - sentAt);
                check();
                answer.clear();
                send();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check() throws IOException {
        if (answer.get("HTTP/1.1 ".length()) != '2') {
            throw new IOException("the service answered other than 2xx");
        }
    }

    private void send() throws IOException {
        request.clear();
        sentAt = System.nanoTime();
        while (request.hasRemaining()) {
            channel.write(request);
        }
    }
}
