package dev.rouse.heap.waits;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/** A service that hangs without a blocked request: replies are promises, and their callbacks never run. */
public final class Gateway {
    private static final Map<Integer, Request> IN_FLIGHT = new ConcurrentHashMap<>();
    private static final AtomicReferenceArray<CompletableFuture<Integer>> SLOTS = new AtomicReferenceArray<>(32);

    private Gateway() {}

    /** What is asked, and since when. */
    private record Request(long createdAtMs, CompletableFuture<Integer> reply) {}

    /** Sends a reply to whoever asked. */
    private record Reply(String to) {
        void send(int value) {
            System.out.println(to + value);
        }
    }

    /** @param args the dump's file, and {@code all} for the objects that are garbage too */
    public static void main(String[] args) throws Exception {
        for (int i = 0; i < 40; i++) {
            IN_FLIGHT.put(i, new Request(System.currentTimeMillis() - 1000L * i - 1500, asked(i)));
            SLOTS.set(i & 7, asked(i));
        }
        request(3).reply().complete(3);
        Thread worker = new Thread(() -> work(List.of(asked(1), asked(2), asked(3))), "worker");
        worker.setDaemon(true);
        worker.start();
        Thread waits = new Thread(() -> request(7).reply().join(), "waits");
        waits.setDaemon(true);
        waits.start();
        while (worker.getState() != Thread.State.WAITING || waits.getState() != Thread.State.WAITING) {
            LockSupport.parkNanos(5_000_000);
        }
        worker = null;
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(args[0], args.length < 2);
        System.out.println("dumped");
        Runtime.getRuntime().halt(0);
    }

    private static Request request(int i) {
        return Objects.requireNonNull(IN_FLIGHT.get(i));
    }

    private static CompletableFuture<Integer> asked(int i) {
        CompletableFuture<Integer> reply = new CompletableFuture<>();
        Reply to = new Reply("client " + i);
        CompletableFuture<Void> unused = reply.thenApply(value -> value + 1).thenAccept(to::send);
        return reply;
    }

    private static void work(List<CompletableFuture<Integer>> asked) {
        new CompletableFuture<Integer>().join();
        asked.forEach(reply -> reply.complete(1));
    }
}
