package dev.rouse.acceptance.deadlock;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Opposite order, but the second lock is only tried for a while: one of the two gives way. */
final class PatientTryLock {
    private static final Lock LEFT = new ReentrantLock();
    private static final Lock RIGHT = new ReentrantLock();

    public static void main(String[] arguments) throws Exception {
        Transfers.run(() -> book(LEFT, RIGHT, 1_500), () -> book(RIGHT, LEFT, 2_500), Transfers::onPlatformThread);
    }

    private static void book(Lock from, Lock to, long patienceMs) {
        from.lock();
        try {
            Transfers.untilBothHoldOne();
            if (to.tryLock(patienceMs, TimeUnit.MILLISECONDS)) {
                to.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            from.unlock();
        }
    }
}
