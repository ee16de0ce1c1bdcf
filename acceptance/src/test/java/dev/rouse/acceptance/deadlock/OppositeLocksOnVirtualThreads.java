package dev.rouse.acceptance.deadlock;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Two ReentrantLocks, taken in opposite order by virtual threads; needs a JDK of 21 or later. */
final class OppositeLocksOnVirtualThreads {
    private static final Lock LEFT = new ReentrantLock();
    private static final Lock RIGHT = new ReentrantLock();

    public static void main(String[] arguments) throws Exception {
        Transfers.run(() -> book(LEFT, RIGHT), () -> book(RIGHT, LEFT), Transfers::onVirtualThread);
    }

    private static void book(Lock from, Lock to) {
        from.lock();
        try {
            Transfers.untilBothHoldOne();
            to.lock();
            try {
                System.out.println("transfers: booked");
            } finally {
                to.unlock();
            }
        } finally {
            from.unlock();
        }
    }
}
