package dev.rouse.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class OtlpPushTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofHours(1);

    /** How long close() waits for the last push. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> notes = new LinkedBlockingQueue<>();
    private final HttpServer collector;
    private volatile int answer = 200;

    OtlpPushTest() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            heard.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                    + exchange.getRequestHeaders().getFirst("X-Key") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        awaitEnd();
        collector.stop(0);
    }

    private static void awaitEnd() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("rouse-otlp")) {
                thread.join(20_000);
            }
        }
    }

    @Test
    void postsEverySoOftenToThePathThatOtlpHas() throws Exception {
        try (OtlpPush push = push("", SHORT)) {
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("POST /v1/metrics application/x-protobuf open body");
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isNotNull();
            assertThat(push).isNotNull();
        }
        assertThat(notes).isEmpty();
    }

    @Test
    void postsToThePathThatIsGivenAndALastTimeAtTheEnd() throws InterruptedException {
        long start = System.nanoTime();
        push("/otlp/x", LONG).close();
        if (System.nanoTime() - start >= PATIENCE.toNanos()) {
            awaitEnd(); // the machine held the push up for longer than close() waits
        }

        assertThat(heard).containsExactly("POST /otlp/x application/x-protobuf open body");
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("rouse-otlp");
    }

    @Test
    void postsNothingWhenThereIsNothingToTell() {
        OtlpPush.Target target = OtlpPush.Target.of(url(), Map.of(), LONG);
        OtlpPush.start(target, () -> new byte[0], notes::add).close();

        assertThat(heard).isEmpty();
        assertThat(notes).isEmpty();
    }

    @Test
    void saysOnceThatItIsNotHeardAndTriesOn() throws Exception {
        answer = 503;
        try (OtlpPush push = push("", SHORT)) {
            heard.poll(20, TimeUnit.SECONDS);
            heard.poll(20, TimeUnit.SECONDS);
            heard.poll(20, TimeUnit.SECONDS);
            assertThat(push).isNotNull();
        }
        assertThat(notes).singleElement().asString().contains("could not be pushed", "it answers 503");
    }

    @Test
    void refusesWhatIsNoUrlOfHttp() {
        for (String url : new String[] {"localhost:4318", "ftp://x", "http:", "a b"}) {
            assertThatThrownBy(() -> OtlpPush.Target.of(url, Map.of(), LONG))
                    .as(url)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("http://localhost:4318");
        }
    }

    private OtlpPush push(String path, Duration interval) {
        OtlpPush.Target target = OtlpPush.Target.of(url() + path, Map.of("X-Key", "open"), interval);
        return OtlpPush.start(target, () -> "body".getBytes(StandardCharsets.UTF_8), notes::add);
    }

    private String url() {
        return "http://127.0.0.1:" + collector.getAddress().getPort();
    }
}
