package dev.rouse.heap.waits;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/** Dumps itself twice: some waits last, one is interrupted between the dumps, one begins. */
public final class LostTwice {
    private LostTwice() {}

    /** @param args the two files */
    public static void main(String[] args) throws Exception {
        Thread lasts = start("lasts", () -> new CompletableFuture<Integer>().join());
        Thread stays = start("stays", () -> acquire(new Semaphore(0)));
        Thread ends = start("ends", () -> acquire(new Semaphore(0)));
        awaitWaiting(lasts, stays, ends);
        dump(args[0]);
        ends.interrupt();
        ends.join();
        Thread comes = start("comes", () -> new CompletableFuture<Integer>().join());
        awaitWaiting(comes);
        dump(args[1]);
        System.out.println("dumped");
        Runtime.getRuntime().halt(stays.isAlive() ? 0 : 1);
    }

    private static void dump(String file) throws Exception {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file, true);
    }

    private static void awaitWaiting(Thread... threads) {
        for (int i = 0; i < threads.length; i++) {
            while (threads[i].getState() != Thread.State.WAITING) {
                LockSupport.parkNanos(5_000_000);
            }
        }
    }

    private static Thread start(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.start();
        return thread;
    }

    private static void acquire(Semaphore semaphore) {
        try {
            semaphore.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
