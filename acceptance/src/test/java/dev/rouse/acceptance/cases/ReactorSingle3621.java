package dev.rouse.acceptance.cases;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * <a href="https://github.com/reactor/reactor-core/issues/3621">reactor-core #3621</a>: {@code single()} behind a
 * filter does not ask for another element when the filter has dropped one, so whoever blocks for it waits for ever.
 */
final class ReactorSingle3621 {

    public static void main(String[] arguments) throws InterruptedException {
        Flux<String> words = Flux.create(sink -> {
            sink.next("hello");
            sink.next("world");
            sink.complete();
        });
        Mono<String> hello = words.filter("hello"::equals).single();
        CountDownLatch answered = new CountDownLatch(1);
        Thread request = new Thread(() -> answer(hello, answered), "request");
        request.setDaemon(true);
        request.start();
        boolean hangs = !answered.await(Outcome.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        Outcome.end(hangs, hangs ? "the request is not answered" : "the request is answered");
    }

    private static void answer(Mono<String> hello, CountDownLatch answered) {
        if ("hello".equals(hello.block())) {
            answered.countDown();
        }
    }
}
