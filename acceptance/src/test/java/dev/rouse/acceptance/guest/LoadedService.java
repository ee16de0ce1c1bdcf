package dev.rouse.acceptance.guest;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A service under steady load; says every second how many requests it has answered in it. */
public final class LoadedService {
    private static final long LIFE_SECONDS = 300;

    /** So many requests, then a pause that leaves others on the machine room to work. */
    private static final int BURST = 50;

    private static final long PAUSE_NS = 2_000_000;

    public static void main(String[] arguments) throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(2);
        AtomicLong answered = new AtomicLong();
        Thread client = new Thread(() -> ask(workers, answered), "client");
        client.setDaemon(true);
        client.start();
        for (int second = 0; second < LIFE_SECONDS; second++) {
            TimeUnit.SECONDS.sleep(1);
            System.out.println("answered " + answered.getAndSet(0));
        }
        System.exit(0);
    }

    private static void ask(ExecutorService workers, AtomicLong answered) {
        for (long number = 0; ; number++) {
            long asked = number;
            long answer = CompletableFuture.supplyAsync(() -> asked * 2, workers)
                    .thenApply(half -> half + 1)
                    .thenCombineAsync(CompletableFuture.supplyAsync(() -> asked, workers), Long::sum, workers)
                    .join();
            if (answer != asked * 3 + 1) {
                System.out.println("wrong answer " + answer + " to " + asked);
                System.exit(1);
            }
            if (answered.incrementAndGet() % BURST == 0) {
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }
}
