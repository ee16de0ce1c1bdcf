package dev.rouse.runtime.io;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;

/**
 * An engine's long computations (signatures, key agreement, checks of certificates), run by threads that all streams of
 * the process share, so that no core is held up: as many as the machine has processors, gone after ten idle seconds.
 *
 * <p>{@link #running} is written by such a thread, at the end, before it wakes the stream; the rest is the core's.
 */
final class TlsTasks {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final ThreadPoolExecutor THREADS = threads();

    private final SSLEngine engine;
    private final Runnable wake;
    private volatile boolean running;
    private boolean awaited;

    /** @param wake called on another thread when a computation has ended */
    TlsTasks(SSLEngine engine, Runnable wake) {
        this.engine = engine;
        this.wake = wake;
    }

    private static ThreadPoolExecutor threads() {
        int n = java.lang.Runtime.getRuntime().availableProcessors();
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(n, n, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "rouse-tls-" + NUMBER.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    void start() {
        awaited = true;
        running = true;
        THREADS.execute(() -> {
            try {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            } finally {
                running = false;
                wake.run();
            }
        });
    }

    /** Whether the engine computes, so that nobody else may touch it. */
    boolean pending() {
        if (running) {
            return true;
        }
        awaited = false;
        return false;
    }

    /**
     * Whether a computation has ended that {@link #pending} has last called running: to look again, once, after arming.
     */
    boolean endedMeanwhile() {
        return awaited && !pending();
    }
}
