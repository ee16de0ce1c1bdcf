package dev.rouse.proofs.overhead;

/**
 * Counts of durations in buckets less than 1 % wide; added to by one thread, read by another when that has moved on.
 */
final class Latencies {
    private static final int BITS = 7;
    private static final int PARTS = 1 << BITS;

    private final long[] counts = new long[64 * PARTS];

    void add(long nanos) {
        counts[bucket(Math.max(nanos, PARTS))]++;
    }

    private static int bucket(long nanos) {
        int magnitude = 63 - Long.numberOfLeadingZeros(nanos);
        return magnitude * PARTS + (int) (nanos >>> (magnitude - BITS)) - PARTS;
    }

    /** The duration in ns that so large a share stayed below; 0 when there is none. */
    long at(double share) {
        long all = 0;
        for (long count : counts) {
            all += count;
        }
        long left = (long) Math.ceil(all * share);
        for (int i = 0; i < counts.length; i++) {
            left -= counts[i];
            if (left <= 0 && counts[i] > 0) {
                return (long) (i % PARTS + PARTS) << (i / PARTS - BITS);
            }
        }
        return 0;
    }
}
