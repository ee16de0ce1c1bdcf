package dev.rouse.heap.waits;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** A small program with one wait of each verdict that matters to a reader. */
public final class OneLost {
    private static final CountDownLatch KEPT = new CountDownLatch(1);
    private static final ReentrantLock ONE = new ReentrantLock();
    private static final ReentrantLock OTHER = new ReentrantLock();
    private static final CountDownLatch BOTH = new CountDownLatch(2);

    private OneLost() {}

    /** @param args the dump's file */
    public static void main(String[] args) throws Exception {
        Thread[] threads = {
            start("asks", () -> new CompletableFuture<Integer>().join()),
            start("is held", OneLost::awaitKept),
            start("locks one", () -> lock(ONE, OTHER)),
            start("locks other", () -> lock(OTHER, ONE)),
            start("can be interrupted", () -> acquire(new Semaphore(0)))
        };
        for (int i = 0; i < threads.length; i++) {
            while (threads[i].getState() != Thread.State.WAITING) {
                LockSupport.parkNanos(5_000_000);
            }
        }
        // on their way there they wait for each other
        while (!ONE.hasQueuedThread(threads[3])
                || !OTHER.hasQueuedThread(threads[2])
                || threads[2].getState() != Thread.State.WAITING
                || threads[3].getState() != Thread.State.WAITING) {
            LockSupport.parkNanos(5_000_000);
        }
        Thread interruptible = threads[4];
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(args[0], true);
        System.out.println("dumped");
        Runtime.getRuntime().halt(interruptible.isAlive() ? 0 : 1);
    }

    private static Thread start(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.start();
        return thread;
    }

    private static void awaitKept() {
        try {
            KEPT.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void acquire(Semaphore semaphore) {
        try {
            semaphore.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void lock(ReentrantLock first, ReentrantLock second) {
        first.lock();
        BOTH.countDown();
        try {
            BOTH.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        second.lock();
    }
}
