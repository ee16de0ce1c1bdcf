package dev.rouse.engine.model;

import java.util.Arrays;

/**
 * A histogram of durations in base-2 exponential buckets of scale 3: eight buckets an octave, so a value is known to 9
 * %. The layout is OpenTelemetry's at scale 3 and Prometheus' native schema 3: histograms merge by index. Each bucket
 * counts the samples in it, and for how many values they stand. Only the octaves between the shortest and the longest
 * value take memory.
 */
public final class WakeHistogram {
    private static final int PER_OCTAVE = 8;

    /** How many buckets there are: their indices are 0 to one less. */
    public static final int BUCKETS = 63 * PER_OCTAVE;

    /** Index of the bucket that stands first in the arrays, the first of an octave. */
    private int first;

    private int[] counts = {};
    private long[] weights = {};
    private long total;
    private long weight;
    private long max;
    private long sum;

    /** Takes one bucket that is not empty. */
    public interface BucketVisitor {
        /**
         * @param index values of the bucket are at least {@link #lowerBound(int) lowerBound(index)} and below that of
         *     the next
         * @param count samples in it
         * @param weight for how many values they stand
         */
        void bucket(int index, int count, long weight);
    }

    /** @param nanos a duration; below 1 counts as 1 */
    public void record(long nanos) {
        record(nanos, 1);
    }

    /** @param stands for how many durations, itself included, this sample stands */
    public void record(long nanos, long stands) {
        count(index(Math.max(1, nanos)), 1, stands);
        sum += nanos * stands;
        longest(nanos);
    }

    /**
     * Adds samples to a bucket by its index, as {@link #visit} has told them; {@link #longest} goes with it.
     *
     * @throws IndexOutOfBoundsException when there is no such bucket
     */
    public void add(int index, int count, long stands) {
        if (index < 0 || index >= BUCKETS) {
            throw new IndexOutOfBoundsException("no bucket has the index " + index);
        }
        count(index, count, stands);
        sum += Math.round(Math.sqrt(lowerBound(index) * lowerBound(index + 1)) * stands);
    }

    private void count(int index, int count, long stands) {
        makeRoom(index);
        counts[index - first] += count;
        weights[index - first] += stands;
        total += count;
        weight += stands;
    }

    /** Says that the largest value is at least this one. */
    public void longest(long nanos) {
        max = Math.max(max, nanos);
    }

    /** The sum of all values that the samples stand for, in nanoseconds; of those added by bucket, to 5 %. */
    public long sum() {
        return sum;
    }

    private void makeRoom(int index) {
        int octave = index - index % PER_OCTAVE;
        int from = counts.length == 0 ? octave : Math.min(first, octave);
        int to = counts.length == 0 ? octave + PER_OCTAVE : Math.max(first + counts.length, octave + PER_OCTAVE);
        if (to - from > counts.length) {
            int[] moreCounts = new int[to - from];
            long[] moreWeights = new long[to - from];
            int shift = counts.length == 0 ? 0 : first - from;
            System.arraycopy(counts, 0, moreCounts, shift, counts.length);
            System.arraycopy(weights, 0, moreWeights, shift, weights.length);
            first = from;
            counts = moreCounts;
            weights = moreWeights;
        }
    }

    /** Adds all that is in another one. */
    public void merge(WakeHistogram other) {
        other.visit(this::add);
        longest(other.max);
    }

    public WakeHistogram copy() {
        WakeHistogram copy = new WakeHistogram();
        copy.merge(this);
        return copy;
    }

    /** What has come since an earlier state of this one; its {@link #max} is that of all. */
    public WakeHistogram since(WakeHistogram earlier) {
        WakeHistogram since = new WakeHistogram();
        visit((index, count, stands) -> {
            int i = index - earlier.first;
            boolean had = i >= 0 && i < earlier.counts.length;
            int more = count - (had ? earlier.counts[i] : 0);
            if (more > 0) {
                since.add(index, more, stands - (had ? earlier.weights[i] : 0));
            }
        });
        since.longest(max);
        return since;
    }

    /** Shows all buckets that are not empty, from the shortest durations to the longest. */
    public void visit(BucketVisitor visitor) {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                visitor.bucket(first + i, counts[i], weights[i]);
            }
        }
    }

    /** How many samples were recorded. */
    public long total() {
        return total;
    }

    /** For how many values they stand. */
    public long weight() {
        return weight;
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
                return Math.min(max, (long) lowerBound(first + i + 1));
            }
        }
        return 0;
    }

    /** How many of the values are surely at least this long: those of the bucket that it falls into are left out. */
    public long atLeast(long nanos) {
        int from = Math.max(0, index(Math.max(1, nanos)) + 1 - first);
        return from >= counts.length
                ? 0
                : Arrays.stream(counts, from, counts.length).asLongStream().sum();
    }

    /** The shortest duration of a bucket, in nanoseconds. */
    public static double lowerBound(int index) {
        return Math.pow(2, index / (double) PER_OCTAVE);
    }

    private static int index(long nanos) {
        int octave = 63 - Long.numberOfLeadingZeros(nanos);
        int within = (int) (Math.log(nanos / (double) (1L << octave)) / Math.log(2) * PER_OCTAVE);
        return octave * PER_OCTAVE + Math.min(within, PER_OCTAVE - 1);
    }
}
