package dev.rouse.agent;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel counts of one thread (Linux only): its reads and writes, and how often it waited. The thread is found
 * by its name and its CPU time; where that is not clear, nothing is known.
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
     * The kernel's thread of this name; of several, the one that has used so much CPU time.
     *
     * @return null when none or several may be meant
     */
    static @Nullable KernelTask of(String name, LongSupplier cpuNs) {
        List<Path> named = new ArrayList<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                if (isNamed(task, name)) {
                    named.add(task);
                }
            }
        } catch (IOException | RuntimeException e) {
            return null;
        }
        if (named.size() > 1) {
            named.removeIf(task -> !hasUsed(task, cpuNs));
        }
        return named.size() == 1 ? new KernelTask(named.get(0)) : null;
    }

    private static boolean hasUsed(Path task, LongSupplier cpuNs) {
        long atLeast = cpuNs.getAsLong() - TICK_NS;
        long used = cpu(task);
        return used >= atLeast && used <= cpuNs.getAsLong() + TICK_NS;
    }

    /** The kernel keeps 15 characters; of a longer name HotSpot gives it the first 7, two dots and the last 6. */
    private static boolean isNamed(Path task, String name) {
        String kept = name.length() < 16 ? name : name.substring(0, 7) + ".." + name.substring(name.length() - 6);
        try {
            String comm = Files.readString(task.resolve("comm")).trim();
            return comm.equals(kept.trim()) || (!comm.isEmpty() && name.startsWith(comm));
        } catch (IOException e) {
            return false; // it has ended meanwhile
        }
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

    /** How long it has been ready to run and was not let, in nanoseconds; -1 when the kernel does not say. */
    long heldUp() {
        try {
            return Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ", -1)[1]);
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
