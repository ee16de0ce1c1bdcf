package dev.rouse.proofs.heap;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.Arrays;
import java.util.Locale;

/**
 * What one reader took for one dump.
 *
 * @param index until the dump can be asked
 * @param mark until all that is there has been marked once
 * @param whole all that follows the index; of who only marks, the same
 * @param indexed bytes of heap that the index keeps, after a collection
 * @param peak bytes of heap that were in use at most, garbage included, as the collector lets it grow
 */
public record Reading(long objects, Time index, Time mark, Time whole, long indexed, long peak) {

    public Reading(long objects, Time index, Time mark, long indexed, long peak) {
        this(objects, index, mark, mark, indexed, peak);
    }

    /**
     * @param seconds by the wall
     * @param cpu seconds of the reading thread alone: what a busy machine and a collector on another core leave alone
     */
    public record Time(double seconds, double cpu) {
        /** Since another moment. */
        public static Time since(Time start) {
            return now().minus(start);
        }

        Time minus(Time earlier) {
            return new Time(seconds - earlier.seconds, cpu - earlier.cpu);
        }

        public static Time now() {
            return new Time(
                    System.nanoTime() / 1e9, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9);
        }
    }

    /** As a line that {@link #parse} reads. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "reading %d %.3f %.3f %.3f %.3f %.3f %.3f %d %d",
                objects,
                index.seconds,
                index.cpu,
                mark.seconds,
                mark.cpu,
                whole.seconds,
                whole.cpu,
                indexed,
                peak);
    }

    static Reading parse(String line) {
        String[] words = line.split(" ", -1);
        return new Reading(
                Long.parseLong(words[1]),
                new Time(Double.parseDouble(words[2]), Double.parseDouble(words[3])),
                new Time(Double.parseDouble(words[4]), Double.parseDouble(words[5])),
                new Time(Double.parseDouble(words[6]), Double.parseDouble(words[7])),
                Long.parseLong(words[8]),
                Long.parseLong(words[9]));
    }

    /** Of this JVM, after a collection. */
    public static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** Of this JVM so far. */
    public static long peakUse() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
