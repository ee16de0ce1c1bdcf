package dev.rouse.acceptance.cases;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * <a href="https://github.com/eclipse-vertx/vert.x/issues/5663">vert.x #5663</a>: the unread bytes of a paused response
 * stay in the read window of its pooled connection, so the next response on it fills the window, switches reading off,
 * and nobody switches it on again.
 */
final class VertxWindow5663 {
    private static final Buffer SMALL = Buffer.buffer(new byte[60_000]);
    private static final Buffer BIG = Buffer.buffer(new byte[1024 * 1024]);

    public static void main(String[] arguments) throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                .setDefaultHost("127.0.0.1")
                .setDefaultPort(serve(vertx))
                .setMaxPoolSize(1));
        pauseInTheMiddleOfASmallResponse(client);
        TimeUnit.MILLISECONDS.sleep(500); // for the rest of it to arrive, unread
        AtomicLong received = new AtomicLong();
        boolean answered = arrives(bigResponse(client, received));
        Outcome.end(
                !answered,
                String.format(
                        "%d of %d bytes of the second response, which %s",
                        received.get(), BIG.length(), answered ? "ended" : "hangs"));
    }

    private static int serve(Vertx vertx) throws Exception {
        return vertx.createHttpServer()
                .requestHandler(request -> request.response().end(request.path().equals("/small") ? SMALL : BIG))
                .listen(0, "127.0.0.1")
                .map(HttpServer::actualPort)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static void pauseInTheMiddleOfASmallResponse(HttpClient client) throws Exception {
        CompletableFuture<Void> paused = new CompletableFuture<>();
        client.request(HttpMethod.GET, "/small")
                .compose(HttpClientRequest::send)
                .onSuccess(response -> response.handler(bytes -> {
                    response.pause();
                    paused.complete(null);
                }));
        paused.get(10, TimeUnit.SECONDS);
    }

    private static CompletableFuture<Void> bigResponse(HttpClient client, AtomicLong received) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        client.request(HttpMethod.GET, "/big")
                .compose(HttpClientRequest::send)
                .onSuccess(response -> response.handler(bytes -> received.addAndGet(bytes.length()))
                        .endHandler(nothing -> end.complete(null)));
        return end;
    }

    private static boolean arrives(CompletableFuture<Void> end) throws ExecutionException, InterruptedException {
        try {
            end.get(Outcome.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }
}
