package dev.rouse.acceptance.guest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A web shop that asks its store through a hand-written adapter with one slot an item: of two customers who ask for the
 * same item at the same time, the second takes the first one's slot, and the first waits for ever.
 */
@SuppressWarnings("FutureReturnValueIgnored") // as its authors did
public final class TracedService {
    private static final long CALM_MS = 2_000;
    private static final long PATIENCE_MS = 60_000;

    /** Between two requests: it is about one wait that is lost, not about many. */
    private static final long PAUSE_MS = 5;

    private static final AtomicBoolean ENDED = new AtomicBoolean();
    private static final AtomicBoolean TRACED = new AtomicBoolean();

    /** It ends when its input does, or after a minute. */
    public static void main(String[] arguments) throws Exception {
        Thread input = new Thread(TracedService::awaitEndOfInput, "input");
        input.setDaemon(true);
        input.start();
        Store store = new Store();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.createContext("/", exchange -> sell(store, exchange));
        server.start();
        Customer customer = new Customer(server.getAddress().getPort());
        boolean answered = customer.askInPeace(CALM_MS);
        CompletableFuture<?> first = customer.ask(7);
        CompletableFuture<?> second = customer.ask(7);
        answered &= customer.askInPeace(PATIENCE_MS);
        System.out.println("answered " + answered);
        System.out.println("traced " + TRACED);
        System.out.println("hung " + ((first.isDone() ? 0 : 1) + (second.isDone() ? 0 : 1)) + " of 2");
        System.exit(0);
    }

    private static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // until whoever started it ends
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            ENDED.set(true);
        }
    }

    private static void sell(Store store, HttpExchange exchange) {
        if (exchange.getRequestHeaders().containsKey("traceparent")) {
            TRACED.set(true);
        }
        store.stock(exchange.getRequestURI().getPath()).thenAccept(stock -> answer(exchange, stock));
    }

    private static void answer(HttpExchange exchange, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Store {
        private final Map<String, CompletableFuture<String>> slots = new ConcurrentHashMap<>();
        private final ScheduledExecutorService backend = Executors.newScheduledThreadPool(1);

        CompletableFuture<String> stock(String item) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            slots.put(item, answer);
            backend.schedule(() -> onReply(item), item.equals("/7") ? 300 : 2, TimeUnit.MILLISECONDS);
            return answer;
        }

        private void onReply(String item) {
            CompletableFuture<String> slot = slots.remove(item);
            if (slot != null) {
                slot.complete("3 in stock");
            }
        }
    }

    private static final class Customer {
        private final HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final int port;

        Customer(int port) {
            this.port = port;
        }

        /** One request after the other, each for an item of its own. */
        boolean askInPeace(long millis) throws Exception {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            boolean answered = true;
            for (int item = 8; System.nanoTime() < end && !ENDED.get(); item++) {
                answered &= ask(item).get(10, TimeUnit.SECONDS).statusCode() == 200;
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
            return answered;
        }

        CompletableFuture<HttpResponse<String>> ask(int item) {
            URI uri = URI.create("http://127.0.0.1:" + port + "/" + item);
            return client.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        }
    }
}
