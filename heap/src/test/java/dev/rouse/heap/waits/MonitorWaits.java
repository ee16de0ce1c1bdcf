package dev.rouse.heap.waits;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Waits for monitors. A dump does not tell who holds one, so there are two verdicts: without a thread print, and with
 * one. A print knows no virtual thread that is not mounted.
 */
final class MonitorWaits {
    private MonitorWaits() {}

    static void start(Starter starter) throws InterruptedException {
        String lost = starter.virtual() ? "SUSPECT" : "SUSPECT/PROVEN";
        behindALostOwner(starter, lost);
        behindASleeper(starter);
        deadlock(starter, lost);
        mixedDeadlock(starter, lost);
    }

    private static void behindALostOwner(Starter starter, String verdict) throws InterruptedException {
        Object monitor = new Object();
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        LabelledWaits.start(starter, verdict + "|owns a monitor, and waits for who enters it", () -> {
            synchronized (monitor) {
                locked.countDown();
                never.await();
            }
        });
        locked.await();
        LabelledWaits.start(starter, verdict + "|monitor enter", () -> enter(monitor, never::countDown));
    }

    private static void behindASleeper(Starter starter) throws InterruptedException {
        Object monitor = new Object();
        CountDownLatch locked = new CountDownLatch(1);
        LabelledWaits.start(starter, "RUNS|sleeps in a monitor", () -> {
            synchronized (monitor) {
                locked.countDown();
                LockSupport.parkNanos(3_600_000_000_000L);
            }
        });
        locked.await();
        LabelledWaits.start(starter, "HELD|monitor enter behind a sleeper", () -> enter(monitor, () -> {}));
    }

    private static void deadlock(Starter starter, String verdict) throws InterruptedException {
        Object one = new Object();
        Object other = new Object();
        CountDownLatch both = new CountDownLatch(2);
        LabelledWaits.start(starter, verdict + "|monitor deadlock, one", () -> inTurn(one, other, both));
        LabelledWaits.start(starter, verdict + "|monitor deadlock, other", () -> inTurn(other, one, both));
        both.await();
    }

    private static void inTurn(Object first, Object second, CountDownLatch both) throws InterruptedException {
        synchronized (first) {
            both.countDown();
            both.await();
            enter(second, both::countDown);
        }
    }

    private static void mixedDeadlock(Starter starter, String verdict) throws InterruptedException {
        Object monitor = new Object();
        ReentrantLock lock = new ReentrantLock();
        CountDownLatch both = new CountDownLatch(2);
        LabelledWaits.start(starter, verdict + "|mixed deadlock, lock then monitor", () -> {
            lock.lock();
            both.countDown();
            both.await();
            enter(monitor, lock::unlock);
        });
        LabelledWaits.start(starter, verdict + "|mixed deadlock, monitor then lock", () -> {
            synchronized (monitor) {
                both.countDown();
                both.await();
                lock.lock();
            }
        });
        both.await();
    }

    private static void enter(Object monitor, Runnable then) {
        synchronized (monitor) {
            then.run();
        }
    }
}
