package dev.rouse.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScrapeServerTest {
    /** How long the server waits for a client that says nothing, and close() for the server. */
    private static final long PATIENCE_NS = 2_000_000_000L;

    private final ScrapeServer server;

    ScrapeServerTest() throws IOException {
        server = ScrapeServer.open(0, "sesame", () -> "up 1\n".getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() throws InterruptedException {
        server.close();
        awaitEnd();
    }

    private static void awaitEnd() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("rouse-scrape")) {
                thread.join(20_000);
            }
        }
    }

    @Test
    void answersWhoKnowsTheToken() throws IOException {
        assertThat(ask("GET /metrics HTTP/1.1", "Host: x", "authorization: Bearer sesame"))
                .startsWith("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4")
                .contains("Content-Length: 5\r\n")
                .endsWith("\r\n\r\nup 1\n");
    }

    @Test
    void tellsNothingToWhoDoesNot() throws IOException {
        assertThat(ask("GET /metrics HTTP/1.1", "Host: x"))
                .startsWith("HTTP/1.1 401 ")
                .doesNotContain("up 1");
        assertThat(ask("GET /metrics HTTP/1.1", "Authorization: Bearer sesam")).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void knowsOnePageAndOneMethod() throws IOException {
        assertThat(ask("GET / HTTP/1.1", "Authorization: Bearer sesame")).startsWith("HTTP/1.1 404 ");
        assertThat(ask("POST /metrics HTTP/1.1", "Authorization: Bearer sesame"))
                .startsWith("HTTP/1.1 405 ");
    }

    @Test
    void goesOnAfterAClientThatBreaksOffOrTalksNonsense() throws IOException {
        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            assertThat(silent.isConnected()).isTrue();
        }
        ask("x".repeat(20_000));
        ask("");

        assertThat(ask("GET /metrics HTTP/1.1", "Authorization: Bearer sesame")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void isGoneWhenItIsClosed() throws InterruptedException {
        int port = server.port();
        long start = System.nanoTime();
        server.close();
        if (System.nanoTime() - start >= PATIENCE_NS) {
            awaitEnd(); // the machine held the server up for longer than close() waits
        }

        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(ConnectException.class);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("rouse-scrape");
    }

    /** Asks again where the machine held the test up for longer than the server waits for who says nothing. */
    private String ask(String... lines) throws IOException {
        for (int tries = 0; ; tries++) {
            long start = System.nanoTime();
            String answer = askOnce(lines);
            if (answer.startsWith("HTTP/") || System.nanoTime() - start < PATIENCE_NS || tries == 20) {
                return answer;
            }
        }
    }

    private String askOnce(String... lines) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            client.setSoTimeout(60_000);
            client.getOutputStream().write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.net.SocketException e) {
            return "reset";
        }
    }
}
