package dev.rouse.proofs;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Stages that wait, by the nanosecond: run it with and without the agent. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FutureBenchmark {
    private static final int AT_ONCE = 100;

    private final ExecutorService workers = Executors.newFixedThreadPool(1);

    /** Three pending stages on one thread: 3 registrations an operation, and nothing else to hide them. */
    @Benchmark
    public int chain() {
        CompletableFuture<Integer> source = new CompletableFuture<>();
        CompletableFuture<Integer> last =
                source.thenApply(n -> n + 1).thenApply(n -> n + 2).thenApply(n -> n + 3);
        source.complete(1);
        return last.join();
    }

    /** A hundred flows over a worker at once, each of two asynchronous steps. */
    @Benchmark
    @OperationsPerInvocation(AT_ONCE)
    public void flow() {
        CompletableFuture<?>[] flows = new CompletableFuture<?>[AT_ONCE];
        for (int i = 0; i < AT_ONCE; i++) {
            int number = i;
            flows[i] = CompletableFuture.supplyAsync(() -> number, workers)
                    .thenCompose(n -> CompletableFuture.supplyAsync(() -> n + 1, workers))
                    .thenApply(n -> n * 2);
        }
        CompletableFuture.allOf(flows).join();
    }

    @TearDown
    public void stop() {
        workers.shutdown();
    }
}
