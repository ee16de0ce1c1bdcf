package dev.rouse.acceptance.innocent;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Requests to a web service on this machine, one at a time and several at once, over connections that are kept. */
final class WebLoad implements Life.Load {
    static final String FAST = "fast";
    static final String SLOW = "slow";
    static final long SLOW_MS = 2500;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Life life;
    private final int port;

    WebLoad(Life life, int port) {
        this.life = life;
        this.port = port;
    }

    @Override
    public void round(int number) throws Exception {
        life.check(FAST, client.send(request(FAST), BodyHandlers.ofString()).body());
        CompletableFuture<String> slow = Life.isSlow(number) ? answer(SLOW) : answer(FAST);
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            answers.add(answer(FAST));
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new)).join();
        for (CompletableFuture<String> answer : answers) {
            life.check(FAST, answer.get());
        }
        life.check(Life.isSlow(number) ? SLOW : FAST, slow.get());
    }

    private CompletableFuture<String> answer(String path) {
        return client.sendAsync(request(path), BodyHandlers.ofString()).thenApply(response -> response.body());
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + path))
                .timeout(Duration.ofSeconds(20))
                .build();
    }
}
