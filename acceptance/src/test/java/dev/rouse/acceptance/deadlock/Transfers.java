package dev.rouse.acceptance.deadlock;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

/**
 * Two bookings at the same time, one from left to right and one back; the JVM ends after some seconds, come what may.
 */
final class Transfers {
    private static final long LIFE_MS = 8_000;
    private static final CyclicBarrier BOTH_HOLD_ONE = new CyclicBarrier(2);

    private Transfers() {}

    /** Starts both and ends the JVM when they have ended, or when they have had their time. */
    static void run(Runnable forth, Runnable back, Starter starter) throws Exception {
        Thread first = starter.start("forth", forth);
        Thread second = starter.start("back", back);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIFE_MS);
        first.join(LIFE_MS);
        second.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        System.out.println(first.isAlive() || second.isAlive() ? "transfers: stuck" : "transfers: done");
        System.exit(0);
    }

    interface Starter {
        Thread start(String name, Runnable booking) throws ReflectiveOperationException;
    }

    static Thread onPlatformThread(String name, Runnable booking) {
        Thread thread = new Thread(booking, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Release 17 does not know virtual threads, so the method is looked up. */
    static Thread onVirtualThread(String name, Runnable booking) throws ReflectiveOperationException {
        return (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, booking);
    }

    /** Comes back when the other booking has got here too, as an unlucky moment in production would have it. */
    static void untilBothHoldOne() {
        try {
            BOTH_HOLD_ONE.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    static void sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
