package dev.rouse.acceptance.baseline;

import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A service that asks two backends for each request and puts their answers together, under a steady load; of nothing
 * but the JDK. Options: seconds to live, requests a second, milliseconds that the stock's answer is late.
 */
@SuppressWarnings("FutureReturnValueIgnored") // as services do
public final class BusyShop {
    private final ScheduledExecutorService backends = Executors.newScheduledThreadPool(4);
    private final Random random = new Random(42);
    private final AtomicLong answered = new AtomicLong();
    private final double stockDelayMs;

    private BusyShop(double stockDelayMs) {
        this.stockDelayMs = stockDelayMs;
    }

    public static void main(String[] arguments) throws InterruptedException {
        BusyShop shop = new BusyShop(Double.parseDouble(arguments[2]));
        ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
        long every = 1_000_000_000L / Long.parseLong(arguments[1]);
        load.scheduleAtFixedRate(shop::request, 0, every, TimeUnit.NANOSECONDS);
        TimeUnit.SECONDS.sleep(Long.parseLong(arguments[0]));
        System.out.println("answered " + shop.answered.get());
        System.exit(0);
    }

    private void request() {
        CompletableFuture<String> price = price();
        CompletableFuture<String> stock = stock();
        price.thenCombine(stock, (cents, pieces) -> cents + ", " + pieces)
                .thenAccept(page -> answered.incrementAndGet());
    }

    private CompletableFuture<String> price() {
        CompletableFuture<Integer> cents = answerIn(1 + random.nextDouble() * 2);
        return cents.thenApply(number -> number + " cents");
    }

    private CompletableFuture<String> stock() {
        CompletableFuture<Integer> pieces = answerIn(stockDelayMs + 1 + random.nextDouble());
        return pieces.thenApply(number -> number + " in stock"); // the slow line
    }

    private CompletableFuture<Integer> answerIn(double millis) {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        backends.schedule(() -> answer.complete(7), (long) (millis * 1_000_000), TimeUnit.NANOSECONDS);
        return answer;
    }
}
