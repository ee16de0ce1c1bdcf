package dev.rouse.proofs.heap;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.Arrays;
import java.util.Locale;

/**
 * What one reader took for one dump.
 *
 * @param indexed bytes of heap that the index keeps, after a collection
 * @param peak bytes of heap that were in use at most, garbage included, as the collector lets it grow
 */
public record Reading(long objects, double indexSeconds, double markSeconds, long indexed, long peak) {

    /** As a line that {@link #parse} reads. */
    public String line() {
        return String.format(
                Locale.ROOT, "reading %d %.3f %.3f %d %d", objects, indexSeconds, markSeconds, indexed, peak);
    }

    static Reading parse(String line) {
        String[] words = line.split(" ", -1);
        return new Reading(
                Long.parseLong(words[1]),
                Double.parseDouble(words[2]),
                Double.parseDouble(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5]));
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
