package dev.rouse.acceptance.cases;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * <a href="https://bugs.openjdk.org/browse/JDK-8301341">JDK-8301341</a>: a timed poll of a LinkedTransferQueue whose
 * predecessor has been unlinked spins for ever and looks at its timeout no more, up to JDK 20. It is a race; several
 * queues are tried.
 */
public final class JdkQueue8301341 {
    private static final int POLLERS = 3;
    private static final int ROUNDS = 3;
    private static final long ROUND_NS = TimeUnit.SECONDS.toNanos(4);
    private static final long STUCK_NS = TimeUnit.SECONDS.toNanos(2);

    private JdkQueue8301341() {}

    public static void main(String[] arguments) throws InterruptedException {
        for (int i = 0; i < ROUNDS; i++) {
            if (isStuck(new AtomicLongArray(POLLERS), new AtomicBoolean())) {
                TimeUnit.NANOSECONDS.sleep(Outcome.PATIENCE.toNanos());
                Outcome.end(true, "a poll of 0.2 ms at most has not come back for seconds");
            }
        }
        Outcome.end(false, "all polls came back");
    }

    private static boolean isStuck(AtomicLongArray begun, AtomicBoolean over) throws InterruptedException {
        LinkedTransferQueue<String> orders = new LinkedTransferQueue<>();
        for (int i = 0; i < POLLERS; i++) {
            int poller = i;
            Thread thread = new Thread(() -> poll(orders, begun, poller, over), "poller-" + poller);
            thread.setDaemon(true);
            thread.start();
        }
        long end = System.nanoTime() + ROUND_NS;
        while (System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(50);
            for (int i = 0; i < POLLERS; i++) {
                long since = begun.get(i);
                if (since != 0 && System.nanoTime() - since > STUCK_NS) {
                    over.set(true);
                    return true;
                }
            }
        }
        over.set(true);
        return false;
    }

    private static void poll(
            LinkedTransferQueue<String> orders, AtomicLongArray begun, int poller, AtomicBoolean over) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        try {
            while (!over.get()) {
                begun.set(poller, System.nanoTime());
                orders.poll(random.nextInt(1, 200), TimeUnit.MICROSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        begun.set(poller, 0);
    }
}
