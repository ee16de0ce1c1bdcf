package dev.rouse.runtime;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that looks whether a core is still at the same poll, and takes its stack while it is. It reads the core's
 * fields without order: a torn look costs one interval.
 */
final class Watchdog implements Runnable {
    private static final long INTERVAL_NS = 25_000_000;

    /**
     * A poll that has held its core so long is told: ten times what a person notices is a hundred times what a loop may
     * take.
     */
    private static final long STALL_NS = 100_000_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final List<Stall> stalls = new ArrayList<>();
    private final Breaches breaches;
    private final Thread thread;
    private volatile boolean stopped;

    Watchdog(List<Core> cores, Breaches breaches, String name) {
        this.breaches = breaches;
        cores.forEach(core -> stalls.add(new Stall(core)));
        thread = new Thread(this, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        while (!stopped) {
            LockSupport.parkNanos(this, INTERVAL_NS);
            long now = System.nanoTime();
            stalls.forEach(stall -> stall.look(now));
        }
    }

    /** What is known of one core's present poll. */
    private final class Stall {
        private final Core core;
        private long polls = -1;
        private long since;
        private long toldNs;
        private @Nullable Task<?> task;
        private StackTraceElement[] stack = {};
        private long cpuBefore;

        Stall(Core core) {
            this.core = core;
        }

        void look(long now) {
            Task<?> polled = core.current;
            long seen = core.polls;
            if (polled == null || seen != polls) {
                over(now);
                polls = seen;
                task = polled;
                since = now;
                cpuBefore = polled == null ? 0 : cpu();
                return;
            }
            if (now - since >= STALL_NS && stack.length == 0 && !starves(now)) {
                StackTraceElement[] taken = core.thread.getStackTrace();
                stack = core.polls == polls && core.current != null ? taken : stack; // else of another poll, or of none
            }
            if (stack.length > 0 && now - since >= Math.max(TimeUnit.SECONDS.toNanos(1), 2 * toldNs)) {
                tell(now); // while it lasts: it may never end
            }
        }

        /** Whether it would run, but the machine does not let it: that is nobody's fault here. */
        private boolean starves(long now) {
            boolean ready = core.thread.getState() == Thread.State.RUNNABLE;
            return ready
                    && THREADS.isThreadCpuTimeSupported()
                    && !isInNative()
                    && (cpu() - cpuBefore) * 2 < now - since;
        }

        /** A thread in a system call is called runnable too. */
        private boolean isInNative() {
            StackTraceElement[] frames = core.thread.getStackTrace();
            return frames.length > 0 && frames[0].isNativeMethod();
        }

        private long cpu() {
            return THREADS.isThreadCpuTimeSupported() ? THREADS.getThreadCpuTime(core.thread.getId()) : 0;
        }

        private void over(long now) {
            if (stack.length > 0) {
                tell(now);
            }
            stack = new StackTraceElement[0];
            toldNs = 0;
            task = null;
        }

        private void tell(long now) {
            Task<?> holder = task;
            if (holder == null) {
                return;
            }
            toldNs = now - since;
            List<StackTraceElement> frames = Arrays.stream(stack)
                    .takeWhile(frame -> !frame.getClassName().equals(Core.class.getName())
                            && !frame.getClassName().equals(Diagnosis.class.getName()))
                    .toList();
            String task = holder.ref.type.name;
            String future = frames.stream()
                    .filter(frame -> frame.getMethodName().startsWith("poll"))
                    .findFirst()
                    .map(frame -> WaitSite.readable(frame.getClassName()))
                    .orElse(task);
            breaches.tell(
                    new Breach(Breach.Fact.BLOCKED, future, task, frames, toldNs, Math.max(1, core.queued()), 0, ""));
        }
    }
}
