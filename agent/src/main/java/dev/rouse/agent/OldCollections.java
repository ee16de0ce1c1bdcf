package dev.rouse.agent;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/**
 * Counts the collections that look at the old generation. What has survived one of them was reachable; what has
 * survived only young ones may be garbage that nobody has looked at yet.
 */
final class OldCollections {
    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans().stream()
            .filter(OldCollections::looksAtAll)
            .toList();

    /** G1's young collector lists its old pool too, since it may empty a part of it: its name tells. */
    private static boolean looksAtAll(GarbageCollectorMXBean collector) {
        boolean young = collector.getName().contains("Young")
                || collector.getName().contains("Minor")
                || collector.getName().contains("Pauses");
        return !young
                && Arrays.stream(collector.getMemoryPoolNames())
                        .anyMatch(pool -> pool.contains("Old")
                                || pool.contains("Tenured")
                                || pool.contains("ZHeap")
                                || pool.contains("Shenandoah"));
    }

    long count() {
        return collectors.stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }
}
