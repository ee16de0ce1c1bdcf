package dev.rouse.agent;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Real threads that are brought to block, and their stacks on the JDK that runs the test.. */
final class BlockedThreads {
    private static final long PATIENCE_NS = 20_000_000_000L;

    private final List<Thread> threads = new ArrayList<>();

    /** What a thread does until it is interrupted. */
    interface Work {
        void run() throws InterruptedException, ExecutionException, TimeoutException, java.io.IOException;
    }

    Thread start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (InterruptedException | ExecutionException | TimeoutException | java.io.IOException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        return thread;
    }

    /** Waits until the thread blocks below a method of this name, 20 s at most. */
    static ThreadInfo awaitBlocked(Thread thread, String method) throws TimeoutException {
        return await(thread, method, false);
    }

    /** Waits until the thread is in a native method below one of this name, 20 s at most. */
    static List<StackTraceElement> awaitInNative(Thread thread, String method) throws TimeoutException {
        return Arrays.asList(await(thread, method, true).getStackTrace());
    }

    private static ThreadInfo await(Thread thread, String method, boolean inNative) throws TimeoutException {
        long end = System.nanoTime() + PATIENCE_NS;
        String last = "";
        while (System.nanoTime() < end) {
            ThreadInfo info = info(thread);
            if (info != null) {
                StackTraceElement[] stack = info.getStackTrace();
                boolean there = inNative
                        ? stack.length > 0 && stack[0].isNativeMethod()
                        : info.getThreadState() != Thread.State.RUNNABLE;
                if (there
                        && Arrays.stream(stack)
                                .anyMatch(frame -> frame.getMethodName().equals(method))) {
                    return info;
                }
                last = info.getThreadState() + " at " + Arrays.toString(stack);
            }
            Thread.onSpinWait();
        }
        throw new TimeoutException("thread never blocked in " + method + "; last seen " + last);
    }

    @SuppressWarnings("deprecation") // threadId is not there on 17
    private static @Nullable ThreadInfo info(Thread thread) {
        return ManagementFactory.getThreadMXBean().getThreadInfo(thread.getId(), Integer.MAX_VALUE);
    }

    /** The shape of the thread's wait in a program whose main class is in this package. */
    static WaitShape shape(Thread thread, String method) throws TimeoutException {
        ThreadInfo info = awaitBlocked(thread, method);
        Object parkedOn = LockSupport.getBlocker(thread);
        LockInfo lock = info.getLockInfo();
        return WaitShape.of(
                Arrays.asList(info.getStackTrace()),
                parkedOn != null || lock == null ? parkedOn : lock.getClassName(),
                info.getThreadState() == Thread.State.TIMED_WAITING,
                Stacks::type,
                "dev.rouse.agent");
    }

    /** Interrupts them all and waits for their end. */
    void end() throws InterruptedException {
        for (Thread thread : threads) {
            thread.interrupt();
        }
        for (Thread thread : threads) {
            thread.join(30_000);
        }
    }
}
