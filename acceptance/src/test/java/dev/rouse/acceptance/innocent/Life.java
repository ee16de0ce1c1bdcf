package dev.rouse.acceptance.innocent;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The life of an innocent service: load and idleness take turns until its time is over; what it answered is counted.
 */
final class Life {
    private static final Duration WHOLE = Duration.ofSeconds(Long.getLong("rouse.innocent.seconds", 60));
    private static final long PAUSE_MS = 10;

    private final AtomicLong right = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();

    /** A few operations of a service, their answers checked. */
    interface Load {
        /** @param number counts up from 0; every so often an operation is a slow one */
        void round(int number) throws Exception;
    }

    /** Runs the load in two of its phases, each a sixth of the whole life, and is idle for a third after each. */
    void live(Load load) throws Exception {
        int number = 0;
        for (int phase = 0; phase < 2; phase++) {
            long end = System.nanoTime() + WHOLE.toNanos() / 6;
            while (System.nanoTime() < end) {
                load.round(number++);
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
            TimeUnit.NANOSECONDS.sleep(WHOLE.toNanos() / 3);
        }
    }

    /** The same on a thread of its own, as a service's main thread has nothing to do but to wait for the end. */
    Thread liveBeside(Load load, AutoCloseable atTheEnd) {
        Thread thread = new Thread(
                () -> {
                    try (atTheEnd) {
                        live(load);
                    } catch (Exception e) {
                        wrong.incrementAndGet();
                        e.printStackTrace();
                    }
                },
                "load");
        thread.start();
        return thread;
    }

    void check(Object expected, Object actual) {
        (expected.equals(actual) ? right : wrong).incrementAndGet();
    }

    /** Prints the count and ends the JVM. */
    void end() {
        System.out.println("innocent: " + right + " right, " + wrong + " wrong");
        System.exit(0);
    }

    /** Whether a round has a slow operation in it: one in two hundred. */
    static boolean isSlow(int number) {
        return number % 200 == 50;
    }

    /** Some hundred microseconds of work. */
    static long work(long seed) {
        long x = seed;
        for (int i = 0; i < 50_000; i++) {
            x = x * 6364136223846793005L + 1442695040888963407L;
        }
        return x;
    }

    static void sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
