package dev.rouse.engine.model;

/**
 * A histogram of durations in base-2 exponential buckets of scale 3: eight buckets an octave, so a value is known to 9
 * %. The layout is OpenTelemetry's at scale 3 and Prometheus' native schema 3: histograms merge by index.
 */
public final class WakeHistogram {
    private static final int PER_OCTAVE = 8;

    private final int[] counts = new int[63 * PER_OCTAVE];
    private long total;
    private long max;
    private long sum;

    /** @param nanos a duration; below 1 counts as 1 */
    public void record(long nanos) {
        record(nanos, 1);
    }

    /** Records a value that stands for so many. */
    public void record(long nanos, int times) {
        counts[index(Math.max(1, nanos))] += times;
        total += times;
        max = Math.max(max, nanos);
        sum += nanos * times;
    }

    /** The sum of the values recorded, in nanoseconds. */
    public long sum() {
        return sum;
    }

    /** How many values fell into each bucket: the one at i begins at 2^(i/8) nanoseconds. */
    public int[] buckets() {
        return counts.clone();
    }

    public long total() {
        return total;
    }

    /** The largest value recorded, in nanoseconds. */
    public long max() {
        return max;
    }

    /**
     * @param quantile 0 to 1
     * @return the upper bound of the bucket that holds it, in nanoseconds, never above {@link #max()}; 0 when empty
     */
    public long quantile(double quantile) {
        long rank = (long) Math.ceil(quantile * total);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank && seen > 0) {
                return Math.min(max, (long) Math.pow(2, (i + 1.0) / PER_OCTAVE));
            }
        }
        return 0;
    }

    /** How many of the values are surely at least this long: those of the bucket that it falls into are left out. */
    public long atLeast(long nanos) {
        long found = 0;
        for (int i = index(Math.max(1, nanos)) + 1; i < counts.length; i++) {
            found += counts[i];
        }
        return found;
    }

    private static int index(long nanos) {
        int octave = 63 - Long.numberOfLeadingZeros(nanos);
        int within = (int) (Math.log(nanos / (double) (1L << octave)) / Math.log(2) * PER_OCTAVE);
        return octave * PER_OCTAVE + Math.min(within, PER_OCTAVE - 1);
    }
}
