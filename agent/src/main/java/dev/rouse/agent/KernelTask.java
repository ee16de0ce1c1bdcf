package dev.rouse.agent;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel counts of one thread (Linux only): its reads and writes, and how often it waited. The thread
 * is found by its name and its CPU time; where that is not clear, nothing is known.
 */
final class KernelTask {
    private static final Path TASKS = Path.of("/proc/self/task");

    /** The kernel counts a running thread's time at its ticks. */
    private static final long TICK_NS = 12_000_000;

    /** A read or write of at most so many bytes may be that of an eventfd or a pipe, which only wakes. */
    private static final long WAKE_UP_BYTES = 16;

    private final Path task;

    private KernelTask(Path task) {
        this.task = task;
    }

    /**
     * The kernel's thread of this name that has used so much CPU time.
     *
     * @return null when none or several have
     */
    static @Nullable KernelTask of(String name, long cpuNs) {
        Path found = null;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                long used = cpu(task);
                if (used <= cpuNs + TICK_NS && used >= cpuNs - TICK_NS && isNamed(task, name)) {
                    if (found != null) {
                        return null;
                    }
                    found = task;
                }
            }
        } catch (IOException | RuntimeException e) {
            return null;
        }
        return found == null ? null : new KernelTask(found);
    }

    /** The kernel keeps 15 characters; of a longer name HotSpot gives it the first 7, two dots and the last 6. */
    private static boolean isNamed(Path task, String name) throws IOException {
        String kept = name.length() < 16 ? name : name.substring(0, 7) + ".." + name.substring(name.length() - 6);
        String comm = Files.readString(task.resolve("comm")).trim();
        return comm.equals(kept.trim()) || name.startsWith(comm);
    }

    private static long cpu(Path task) {
        try {
            String text = Files.readString(task.resolve("schedstat"));
            return Long.parseLong(text.substring(0, text.indexOf(' ')));
        } catch (IOException | RuntimeException e) {
            return -TICK_NS - 1;
        }
    }

    /** How often it has left its core by itself, to wait; -1 when the kernel does not say. */
    long waits() {
        try {
            return number(Files.readString(task.resolve("status")), "voluntary_ctxt_switches:");
        } catch (IOException | RuntimeException e) {
            return -1;
        }
    }

    /** Bytes read and written so far that were more than wake-ups; -1 when the kernel does not say. */
    long moved() {
        try {
            return moved(Files.readString(task.resolve("io")));
        } catch (IOException | RuntimeException e) {
            return -1;
        }
    }

    static long moved(String text) {
        long bytes = number(text, "rchar:") + number(text, "wchar:");
        long calls = number(text, "syscr:") + number(text, "syscw:");
        return Math.max(0, bytes - calls * WAKE_UP_BYTES);
    }

    private static long number(String text, String key) {
        for (String line : text.split("\n", -1)) {
            if (line.startsWith(key)) {
                return Long.parseLong(line.substring(key.length()).trim());
            }
        }
        throw new IllegalArgumentException("no " + key);
    }
}
