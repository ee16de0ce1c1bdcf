package dev.rouse.agent.metrics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Answers scrapes: GET /metrics over HTTP/1.1, on loopback, from those who know the token, one at a time. The JDK's own
 * server would do more, and set up the host's logging while it is at it.
 */
public final class ScrapeServer implements AutoCloseable {
    private static final int PATIENCE_MS = 2_000;
    private static final int MOST_HEADERS = 100;
    private static final int LONGEST_LINE = 8_192;

    private final ServerSocket server;
    private final String authorization;
    private final Supplier<byte[]> page;
    private final Thread thread;

    private ScrapeServer(ServerSocket server, String token, Supplier<byte[]> page) {
        this.server = server;
        this.authorization = "Bearer " + token;
        this.page = page;
        thread = new Thread(null, this::serve, "rouse-scrape", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
    }

    /** @param port 0 for any that is free */
    public static ScrapeServer open(int port, String token, Supplier<byte[]> page) throws IOException {
        ScrapeServer opened =
                new ScrapeServer(new ServerSocket(port, 16, InetAddress.getLoopbackAddress()), token, page);
        opened.thread.start();
        return opened;
    }

    public int port() {
        return server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            serveOne();
        }
    }

    private void serveOne() {
        try (Socket client = server.accept()) {
            client.setSoTimeout(PATIENCE_MS);
            answer(client);
        } catch (IOException | RuntimeException e) {
            // One client that breaks off is none of the others' business, and a closed server ends the loop.
        }
    }

    private void answer(Socket client) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        String[] request = line(in).split(" ", -1);
        boolean known = false;
        String header = line(in);
        for (int i = 0; i < MOST_HEADERS && !header.isEmpty(); i++) {
            known |= isToken(header);
            header = line(in);
        }
        String path = request.length < 2 ? "" : request[1].split("\\?", -1)[0];
        if (!known) {
            send(client, "401 Unauthorized\r\nWWW-Authenticate: Bearer", new byte[0]);
        } else if (!request[0].equals("GET")) {
            send(client, "405 Method Not Allowed\r\nAllow: GET", new byte[0]);
        } else if (!path.equals("/metrics")) {
            send(client, "404 Not Found", new byte[0]);
        } else {
            send(client, "200 OK\r\nContent-Type: " + PrometheusText.CONTENT_TYPE, page.get());
        }
    }

    private boolean isToken(String header) {
        int colon = header.indexOf(':');
        return colon > 0
                && header.substring(0, colon).toLowerCase(Locale.ROOT).equals("authorization")
                && MessageDigest.isEqual(bytes(header.substring(colon + 1).trim()), bytes(authorization));
    }

    private static String line(BufferedReader in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (line.length() >= LONGEST_LINE) {
                throw new IOException("a line of the request is too long");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static void send(Socket client, String head, byte[] body) throws IOException {
        OutputStream out = client.getOutputStream();
        out.write(bytes("HTTP/1.1 " + head + "\r\nContent-Length: " + body.length + "\r\nConnection: close\r\n\r\n"));
        out.write(body);
        out.flush();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            server.close();
            thread.join(PATIENCE_MS);
        } catch (IOException e) {
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
