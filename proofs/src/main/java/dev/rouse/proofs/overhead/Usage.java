package dev.rouse.proofs.overhead;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What a process has used since its start.
 *
 * @param at {@link System#nanoTime}
 * @param cpu ns of all its threads, the JVM's own included
 * @param bytes allocated by its Java threads
 * @param done operations it has finished
 */
record Usage(long at, long cpu, long bytes, long done) {

    /**
     * Answers each line on standard input with this process's usage, but for those of {@link Switch}, and ends the
     * process with its parent.
     *
     * @param greeting the first line of output
     */
    static void answer(String greeting, LongSupplier done) throws IOException {
        System.out.println(greeting);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (Switch.turned(line)) {
                continue;
            }
            Usage now = now(done);
            System.out.println(now.at + " " + now.cpu + " " + now.bytes + " " + now.done);
        }
        Runtime.getRuntime().halt(0);
    }

    static Usage parse(String line) {
        String[] words = line.split(" ", -1);
        return new Usage(
                Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
    }

    private static Usage now(LongSupplier done) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Usage(System.nanoTime(), system.getProcessCpuTime(), allocated(), done.getAsLong());
    }

    /** JDK 21 and later count for the whole process; before, no thread of a service ends while it is measured. */
    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try {
            return (long)
                    ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes").invoke(threads);
        } catch (ReflectiveOperationException e) {
            return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                    .filter(bytes -> bytes > 0)
                    .sum();
        }
    }

    /** What was used from then to now, for each operation. */
    Measured since(Usage before) {
        double operations = done - before.done;
        if (operations < 1) {
            throw new IllegalStateException("no operation was finished in " + (at - before.at) / 1_000_000 + " ms");
        }
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        values.put(Metric.CPU, (cpu - before.cpu) / operations);
        values.put(Metric.THROUGHPUT, operations * 1e9 / (at - before.at));
        values.put(Metric.BYTES, (bytes - before.bytes) / operations);
        return new Measured(values);
    }
}
