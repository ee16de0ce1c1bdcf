package dev.rouse.acceptance.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Orders on virtual threads, each of which waits for the same delivery in a way of its own. It never comes, or, with
 * the argument {@code late}, a virtual thread brings it after some seconds; the main thread only looks on. Needs a JDK
 * of 24 or later, on which a thread can wait for a monitor without its carrier.
 */
@SuppressWarnings({"WaitNotInLoop", "NotifyNotInLoop", "NakedNotify"}) // the orders of careless people
public final class VirtualWarehouse {
    private static final long LIFE_MS = 10_000;
    private static final long LATE_MS = 5_000;

    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final Condition DELIVERED = LOCK.newCondition();
    private static final Semaphore PERMITS = new Semaphore(0);
    private static final CountDownLatch LATCH = new CountDownLatch(1);
    private static final CompletableFuture<String> RESULT = new CompletableFuture<>();
    private static final Object MONITOR = new Object();
    private static final List<Thread> ORDERS = new ArrayList<>();

    private VirtualWarehouse() {}

    public static void main(String[] arguments) throws ReflectiveOperationException, InterruptedException {
        order(VirtualWarehouse::awaitSignal);
        order(VirtualWarehouse::awaitPermit);
        order(VirtualWarehouse::awaitLatch);
        order(VirtualWarehouse::awaitResult);
        order(VirtualWarehouse::awaitNotify);
        order(VirtualWarehouse::awaitUnpark);
        if (arguments.length > 0 && arguments[0].equals("late")) {
            order(VirtualWarehouse::deliverLate);
        }
        TimeUnit.MILLISECONDS.sleep(LIFE_MS);
        System.out.println("orders: " + ORDERS.stream().filter(Thread::isAlive).count() + " open");
        Runtime.getRuntime().halt(0);
    }

    /** Release 17 does not know virtual threads, so the method is looked up. */
    private static void order(Callable<Object> order) throws ReflectiveOperationException {
        Runnable task = () -> {
            try {
                order.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
        ORDERS.add((Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task));
    }

    private static Object awaitSignal() throws InterruptedException {
        LOCK.lock();
        try {
            DELIVERED.await();
        } finally {
            LOCK.unlock();
        }
        return "signalled";
    }

    private static Object awaitPermit() throws InterruptedException {
        PERMITS.acquire();
        return "permitted";
    }

    private static Object awaitLatch() throws InterruptedException {
        LATCH.await();
        return "counted down";
    }

    private static Object awaitResult() throws Exception {
        return RESULT.get();
    }

    private static Object awaitNotify() throws InterruptedException {
        synchronized (MONITOR) {
            MONITOR.wait();
        }
        return "notified";
    }

    private static Object awaitUnpark() {
        LockSupport.park();
        return "unparked";
    }

    private static Object deliverLate() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(LATE_MS);
        LOCK.lock();
        try {
            DELIVERED.signalAll();
        } finally {
            LOCK.unlock();
        }
        PERMITS.release();
        LATCH.countDown();
        RESULT.complete("here");
        synchronized (MONITOR) {
            MONITOR.notifyAll();
        }
        ORDERS.forEach(LockSupport::unpark);
        return "delivered";
    }
}
