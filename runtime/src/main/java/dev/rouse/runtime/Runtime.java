package dev.rouse.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Some cores, each a thread of its own, and the watchdog that looks whether one is held up. A task is spawned on one
 * core and never leaves it.
 */
@SuppressWarnings("JavaLangClash") // a runtime is what it is, in every language
public final class Runtime implements AutoCloseable {
    private final List<Core> cores;
    private final Watchdog watchdog;
    private final AtomicInteger next = new AtomicInteger();

    private Runtime(List<Core> cores, Watchdog watchdog) {
        this.cores = List.copyOf(cores);
        this.watchdog = watchdog;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** What a runtime is made of; the defaults suit a service. */
    public static final class Builder {
        private int cores = java.lang.Runtime.getRuntime().availableProcessors();
        private String name = "rouse-core";
        private IoDriver.Factory driver = NioDriver::new;
        private Consumer<Breach> listener = Breaches.log();
        private boolean diagnosis = true;

        private Builder() {}

        /** How many cores; by default as many as the machine has. */
        public Builder cores(int n) {
            if (n < 1) {
                throw new IllegalArgumentException("cores(" + n + "): a runtime has at least 1 core");
            }
            cores = n;
            return this;
        }

        /** The threads' name, to which a dash and the core's number are added. */
        public Builder name(String prefix) {
            name = prefix;
            return this;
        }

        /** What the cores sleep on; by default a selector each. */
        public Builder driver(IoDriver.Factory factory) {
            driver = factory;
            return this;
        }

        /**
         * Called with each breach that a core or the watchdog sees, on its thread; by default one line each in the log.
         */
        public Builder onBreach(Consumer<Breach> listening) {
            listener = listening;
            return this;
        }

        /** Whether the cores watch their tasks, as they do by default; off is for measuring what that costs. */
        public Builder diagnosis(boolean on) {
            diagnosis = on;
            return this;
        }

        /** Starts the cores. */
        public Runtime start() {
            Breaches breaches = new Breaches(listener);
            List<Core> started = new ArrayList<>();
            try {
                for (int i = 0; i < cores; i++) {
                    started.add(new Core(i, name + "-" + i, driver.open(), breaches, diagnosis));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("a core could not open its driver", e);
            }
            Watchdog watchdog = new Watchdog(List.copyOf(started), breaches, name + "-watchdog");
            started.forEach(Core::start);
            if (diagnosis) {
                watchdog.start();
            }
            return new Runtime(started, watchdog);
        }
    }

    /** The cores, in the order of their numbers. */
    public List<Core> cores() {
        return cores;
    }

    public Core core(int index) {
        return cores.get(index);
    }

    /** Spawns on the cores in turn. */
    public <T extends @Nullable Object> JoinHandle<T> spawn(Future<T> future) {
        return cores.get(Math.floorMod(next.getAndIncrement(), cores.size())).spawn(future);
    }

    /** Spawns one on every core, made by its number. */
    public <T extends @Nullable Object> List<JoinHandle<T>> spawnOnAll(IntFunction<? extends Future<T>> make) {
        List<JoinHandle<T>> handles = new ArrayList<>();
        for (Core core : cores) {
            handles.add(core.spawn(make.apply(core.index())));
        }
        return handles;
    }

    /**
     * Runs a future on a core and blocks this thread until it has ended.
     *
     * @throws TaskFailedException when it has failed
     * @throws InterruptedException when this thread is interrupted; the task is cancelled
     * @throws IllegalStateException on a core's own thread, which must not block
     */
    public <T extends @Nullable Object> T blockOn(Future<T> future) throws InterruptedException {
        refuseCores("blockOn() on a core's thread would block all its tasks: spawn it, and poll the handle");
        JoinHandle<T> handle = spawn(future);
        try {
            return handle.join();
        } catch (InterruptedException e) {
            handle.cancel();
            throw e;
        }
    }

    /** Lets all tasks end by themselves, then stops the cores; blocks until then. Tasks may go on spawning others. */
    public void drain() throws InterruptedException {
        refuseCores("a core cannot wait for its own end");
        long before = -1;
        for (long begun = begunUntilEmpty(); begun != before; begun = begunUntilEmpty()) {
            before = begun; // one core's task may have spawned on a core that was empty when asked
        }
        stop();
    }

    private long begunUntilEmpty() throws InterruptedException {
        long sum = 0;
        for (Core core : cores) {
            sum += begunUntilEmpty(core);
        }
        return sum;
    }

    private static long begunUntilEmpty(Core core) throws InterruptedException {
        try {
            return core.empties().get();
        } catch (RejectedExecutionException | ExecutionException e) {
            return 0; // it has shut down
        }
    }

    /** Cancels all tasks and stops the cores; blocks until then. */
    @Override
    public void close() {
        try {
            refuseCores("a core cannot wait for its own end");
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void refuseCores(String why) {
        if (Core.isCoreThread()) {
            throw new IllegalStateException(why);
        }
    }

    private void stop() throws InterruptedException {
        cores.forEach(Core::shutdown);
        try {
            for (Core core : cores) {
                core.thread.join();
            }
        } finally {
            watchdog.stop();
        }
    }
}
