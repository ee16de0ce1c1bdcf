package dev.rouse.acceptance.cases;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

/**
 * <a href="https://github.com/functionaljava/functionaljava/issues/321">functionaljava #321</a>: two of its classes
 * initialize each other, so two threads that come to need them at the same time wait for each other. A race: it is
 * tried with fresh classes until it happens.
 */
final class FunctionalJava321 {
    private static final int ROUNDS = 12;
    private static final String ONE = "fj.Equal";
    private static final String OTHER = "fj.data.LazyString";

    public static void main(String[] arguments) throws Exception {
        List<Thread> last = List.of();
        int rounds = 0;
        while (rounds < ROUNDS && !isAlive(last)) {
            last = round();
            rounds++;
            join(last, 1_000);
        }
        join(last, isAlive(last) ? Outcome.PATIENCE.toMillis() : 1);
        boolean hangs = isAlive(last);
        Outcome.end(hangs, rounds + " rounds, the last of which " + (hangs ? "does not end" : "ended"));
    }

    private static List<Thread> round() throws ReflectiveOperationException {
        URL library = Class.forName(ONE, false, FunctionalJava321.class.getClassLoader())
                .getProtectionDomain()
                .getCodeSource()
                .getLocation();
        URLClassLoader fresh = new URLClassLoader(new URL[] {library}, null);
        CyclicBarrier together = new CyclicBarrier(2);
        List<Thread> threads = new ArrayList<>();
        for (String name : List.of(ONE, OTHER)) {
            Class.forName(name, false, fresh);
            Thread thread = new Thread(() -> initialize(name, fresh, together), "needs " + name);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    private static void initialize(String name, ClassLoader loader, CyclicBarrier together) {
        try {
            together.await();
            Class.forName(name, true, loader);
        } catch (InterruptedException | BrokenBarrierException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void join(List<Thread> threads, long millis) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (Thread thread : threads) {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
        }
    }

    private static boolean isAlive(List<Thread> threads) {
        return threads.stream().anyMatch(Thread::isAlive);
    }
}
