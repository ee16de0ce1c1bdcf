package dev.rouse.acceptance.deadlock;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Both bookings take the left lock first and keep both for some seconds: one waits long, but not for ever. */
final class SameOrder {
    private static final Lock LEFT = new ReentrantLock();
    private static final Lock RIGHT = new ReentrantLock();

    public static void main(String[] arguments) throws Exception {
        Transfers.run(SameOrder::book, SameOrder::book, Transfers::onPlatformThread);
    }

    private static void book() {
        LEFT.lock();
        try {
            RIGHT.lock();
            try {
                Transfers.sleep(2_500);
            } finally {
                RIGHT.unlock();
            }
        } finally {
            LEFT.unlock();
        }
    }
}
