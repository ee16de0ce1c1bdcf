package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class StarvedPoolsTest {
    private final StarvedPools pools = new StarvedPools(new Fields(type -> {}));
    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final List<Thread> workers = new ArrayList<>();

    @AfterEach
    void endsThem() {
        pool.shutdownNow();
    }

    /** Both workers of the pool, each waiting for what this makes. */
    private List<StarvedPools.Starved> bothWaitFor(Function<ExecutorService, Waiting> made) throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            CompletableFuture<Thread> worker = new CompletableFuture<>();
            pool.execute(() -> {
                worker.complete(Thread.currentThread());
                try {
                    both.countDown();
                    both.await();
                    made.apply(pool).get();
                } catch (Exception e) {
                    Thread.currentThread().interrupt();
                }
            });
            workers.add(worker.get(20, TimeUnit.SECONDS));
        }
        for (Thread worker : workers) {
            BlockedThreads.awaitBlocked(worker, "get");
        }
        return pools.among(workers);
    }

    private interface Waiting {
        Object get() throws Exception;
    }

    @Test
    void findsWorkersThatWaitForTasksInTheirOwnQueue() throws Exception {
        List<StarvedPools.Starved> starved = bothWaitFor(own -> own.submit(() -> 1)::get);

        assertThat(starved).extracting(StarvedPools.Starved::thread).containsExactlyInAnyOrderElementsOf(workers);
        assertThat(starved).extracting(StarvedPools.Starved::next).containsExactlyInAnyOrderElementsOf(workers);
        assertThat(starved).allMatch(one -> one.workers() == 2 && one.queued() == 2 && one.thread() != one.next());
    }

    @Test
    void findsThemBehindAChainOfStagesToo() throws Exception {
        assertThat(bothWaitFor(
                        own -> CompletableFuture.supplyAsync(() -> 1, own).thenApply(n -> n + 1)::get))
                .hasSize(2);
    }

    @Test
    void isSilentWhileAWorkerWaitsForSomethingElse() throws Exception {
        CompletableFuture<Integer> gate = new CompletableFuture<>();

        assertThat(bothWaitFor(own -> {
                    own.execute(() -> gate.thenAccept(n -> {}).join());
                    return gate::get;
                }))
                .isEmpty();
    }

    @Test
    void isSilentWhileAnotherPoolRunsTheTasks() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        CountDownLatch never = new CountDownLatch(1);
        try {
            other.execute(new FutureTask<>(() -> {
                never.await();
                return 1;
            }));
            assertThat(bothWaitFor(own -> other.submit(() -> 1)::get)).isEmpty();
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void isSilentAboutThreadsOfNoPool() {
        assertThat(pools.among(List.of(Thread.currentThread()))).isEmpty();
    }
}
