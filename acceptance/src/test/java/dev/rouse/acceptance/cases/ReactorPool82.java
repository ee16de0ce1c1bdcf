package dev.rouse.acceptance.cases;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.pool.InstrumentedPool;
import reactor.pool.PoolBuilder;
import reactor.pool.PooledRef;

/**
 * <a href="https://github.com/reactor/reactor-pool/issues/82">reactor-pool #82</a>: when the allocator fails, the pool
 * gives the permit back but does not drain its queue, so the next borrower in line is never served.
 */
final class ReactorPool82 {

    public static void main(String[] arguments) throws InterruptedException {
        CompletableFuture<String> connecting = new CompletableFuture<>();
        AtomicInteger connects = new AtomicInteger();
        InstrumentedPool<String> pool = PoolBuilder.from(Mono.defer(() -> connects.incrementAndGet() == 1
                        ? Mono.fromFuture(connecting)
                        : Mono.just("connection " + connects.get())))
                .sizeBetween(0, 1)
                .fifo();
        CompletableFuture<PooledRef<String>> first = pool.acquire().toFuture();
        CompletableFuture<PooledRef<String>> second = pool.acquire().toFuture();
        connecting.completeExceptionally(new IOException("connection refused"));
        String firstEnd = endOf(first);
        String secondEnd = endOf(second);
        Outcome.end(
                secondEnd.equals("hangs"),
                String.format(
                        "borrower 1 %s, borrower 2 %s, %d connects, %d connections, %d in line",
                        firstEnd,
                        secondEnd,
                        connects.get(),
                        pool.metrics().allocatedSize(),
                        pool.metrics().pendingAcquireSize()));
    }

    private static String endOf(CompletableFuture<?> borrower) throws InterruptedException {
        try {
            borrower.get(Outcome.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return "served";
        } catch (ExecutionException e) {
            return "refused";
        } catch (TimeoutException e) {
            return "hangs";
        }
    }
}
