package dev.rouse.acceptance.innocent;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A ring whose consumer spins for the next number and never sleeps, as those do who count microseconds; numbers come
 * every few milliseconds, and all of them arrive. It does not say {@code onSpinWait}.
 */
final class BusySpinService {
    private static final int RING = 64;
    private static final Life LIFE = new Life();
    private static final AtomicLong WRITTEN = new AtomicLong();
    private static final AtomicLong READ = new AtomicLong();
    private static final long[] NUMBERS = new long[RING];

    public static void main(String[] arguments) throws Exception {
        Thread consumer = new Thread(BusySpinService::consume, "consumer");
        consumer.setDaemon(true);
        consumer.start();
        LIFE.live(BusySpinService::round);
        LIFE.end();
    }

    private static void round(int number) {
        long next = WRITTEN.get();
        NUMBERS[(int) (next % RING)] = number;
        WRITTEN.set(next + 1);
        while (READ.get() <= next) {
            Life.sleep(1);
        }
        LIFE.check(next + 1, READ.get());
    }

    private static void consume() {
        for (long next = 0; ; next++) {
            while (WRITTEN.get() <= next) {
                // spins
            }
            LIFE.check(next, NUMBERS[(int) (next % RING)]);
            READ.set(next + 1);
        }
    }
}
