package dev.rouse.proofs.heap;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * A program with a heap like a service's, maps of small objects, and some blocked threads; it dumps itself and ends.
 */
public final class ServiceHeap {
    /** Of one entry in a dump: a node, a boxed number, an order, its text and the text's bytes. */
    private static final long ENTRY_BYTES = 220;

    private static final int SHARDS = 1000;
    private static final int THREADS = 200;
    private static final List<Map<Long, Order>> STORE = new ArrayList<>();
    private static final List<CompletableFuture<Order>> PENDING = new ArrayList<>();

    private ServiceHeap() {}

    private record Order(Order before, String text, long price, int count) {}

    /** @param args the file, and how many megabytes it is to have */
    public static void main(String[] args) throws Exception {
        fill(Long.parseLong(args[1]) * 1_000_000 / ENTRY_BYTES);
        for (int i = 0; i < THREADS; i++) {
            CompletableFuture<Order> order = new CompletableFuture<>();
            if (i % 2 == 0) {
                PENDING.add(order);
            }
            blocked(order);
        }
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(args[0], true);
        Runtime.getRuntime().halt(STORE.size() == SHARDS && PENDING.size() == THREADS / 2 ? 0 : 1);
    }

    private static void fill(long entries) {
        for (int i = 0; i < SHARDS; i++) {
            STORE.add(new HashMap<>());
        }
        Order before = null;
        for (long i = 0; i < entries; i++) {
            before = new Order(i % 7 == 0 ? null : before, "order " + 100_000 + i, i * 3, (int) i % 5);
            STORE.get((int) (i % SHARDS)).put(1_000 + i, before);
        }
    }

    /** Returns once its thread waits. */
    private static void blocked(CompletableFuture<Order> order) {
        Thread thread = new Thread(() -> STORE.get(0).put(-1L, order.join()), "asks");
        thread.setDaemon(true);
        thread.start();
        while (thread.getState() != Thread.State.WAITING) {
            LockSupport.parkNanos(100_000);
        }
    }
}
