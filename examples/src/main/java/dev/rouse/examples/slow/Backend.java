package dev.rouse.examples.slow;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Another service, far away: it answers each question after some milliseconds, through a callback, on a thread of its
 * client library.
 */
final class Backend implements AutoCloseable {
    private final ScheduledExecutorService network;
    private final int fastestMicros;
    private final int slowestMicros;

    Backend(String name, int fastestMicros, int slowestMicros) {
        this.fastestMicros = fastestMicros;
        this.slowestMicros = slowestMicros;
        network = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Asks for an item's number; {@code reply} is called once, on another thread. */
    @SuppressWarnings("FutureReturnValueIgnored") // the reply is what comes of it
    void ask(String item, IntConsumer reply) {
        int took = ThreadLocalRandom.current().nextInt(fastestMicros, slowestMicros);
        network.schedule(() -> reply.accept(Math.floorMod(item.hashCode(), 1_000)), took, TimeUnit.MICROSECONDS);
    }

    @Override
    public void close() {
        network.shutdownNow();
    }
}
