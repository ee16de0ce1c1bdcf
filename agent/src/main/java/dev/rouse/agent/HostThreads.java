package dev.rouse.agent;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The platform threads of the process, of which those of the system's own group are the JVM's and ours. */
final class HostThreads {
    private HostThreads() {}

    /** The group of the JVM's own threads, above all others. */
    static ThreadGroup system() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    /** Those that live, by their identity. */
    static Map<Long, Thread> alive() {
        ThreadGroup system = system();
        Map<Long, Thread> threads = new HashMap<>();
        for (Thread thread : of(system, true)) {
            if (thread.getThreadGroup() != system && !waitsForTheEnd(thread)) {
                threads.put(ThreadIds.of(thread), thread);
            }
        }
        return threads;
    }

    /**
     * What the JVM has once main has returned: it waits in native code for the others to end, and wakes nobody. Its
     * empty stack would tell it for sure, but on JDK 17 each look at a stack stops the program.
     */
    private static boolean waitsForTheEnd(Thread thread) {
        return thread.getName().equals("DestroyJavaVM") && thread.getState() == Thread.State.RUNNABLE;
    }

    /** On JDK 17 the threads that wait for a child process's end are the JVM's own; there they stand in native code. */
    static boolean haveChildProcess() {
        return Arrays.stream(of(system(), false))
                .anyMatch(thread ->
                        thread.getName().startsWith("process reaper") && thread.getState() == Thread.State.RUNNABLE);
    }

    private static Thread[] of(ThreadGroup group, boolean andBelow) {
        Thread[] threads = new Thread[group.activeCount() * 2 + 16];
        return Arrays.copyOf(threads, group.enumerate(threads, andBelow));
    }
}
