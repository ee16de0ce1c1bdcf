package dev.rouse.engine.compare;

import dev.rouse.engine.model.WakeHistogram;
import java.util.Arrays;
import java.util.List;

/**
 * The durations of one site, block of time by block of time. Blocks, not single durations, are what is drawn anew to
 * learn how much a quantile varies: what disturbs a service (a collection, a busy neighbour) disturbs many waits at
 * once.
 */
final class Series {
    private final int lowest;
    private final int buckets;
    private final int[][] index;
    private final double[][] weight;
    private final long samples;
    private final int filled;
    private final double longest;

    Series(List<WakeHistogram> blocks) {
        WakeHistogram all = new WakeHistogram();
        blocks.forEach(all::merge);
        int[] range = {WakeHistogram.BUCKETS, 0};
        all.visit((i, count, stands) -> {
            range[0] = Math.min(range[0], i);
            range[1] = Math.max(range[1], i);
        });
        lowest = range[0];
        buckets = Math.max(0, range[1] - range[0] + 1);
        index = new int[blocks.size()][];
        weight = new double[blocks.size()][];
        for (int block = 0; block < index.length; block++) {
            fill(block, blocks.get(block));
        }
        samples = all.total();
        filled = (int) blocks.stream().filter(block -> block.total() > 0).count();
        longest = all.max();
    }

    private void fill(int block, WakeHistogram histogram) {
        int[] indices = new int[buckets];
        double[] weights = new double[buckets];
        int[] size = {0};
        histogram.visit((i, count, stands) -> {
            indices[size[0]] = i - lowest;
            weights[size[0]++] = stands;
        });
        index[block] = Arrays.copyOf(indices, size[0]);
        weight[block] = Arrays.copyOf(weights, size[0]);
    }

    long samples() {
        return samples;
    }

    /** How many blocks have any. */
    int filled() {
        return filled;
    }

    /** These quantiles of all blocks together, in nanoseconds. */
    double[] quantiles(double... quantiles) {
        double[] sum = new double[buckets];
        for (int block = 0; block < index.length; block++) {
            addTo(sum, block);
        }
        return quantiles(sum, quantiles);
    }

    /** The same of these blocks, one as often as it is named; not numbers when they hold nothing. */
    double[] quantilesOf(int[] blocks, double... quantiles) {
        double[] sum = new double[buckets];
        for (int block : blocks) {
            addTo(sum, block);
        }
        return quantiles(sum, quantiles);
    }

    private void addTo(double[] sum, int block) {
        for (int i = 0; i < index[block].length; i++) {
            sum[index[block][i]] += weight[block][i];
        }
    }

    private double[] quantiles(double[] sum, double[] quantiles) {
        double total = Arrays.stream(sum).sum();
        double[] found = new double[quantiles.length];
        for (int q = 0; q < found.length; q++) {
            found[q] = total == 0 ? Double.NaN : quantile(sum, quantiles[q] * total);
        }
        return found;
    }

    /** Within its bucket, values are taken to lie evenly. */
    private double quantile(double[] sum, double rank) {
        double seen = 0;
        for (int i = 0; i < sum.length; i++) {
            if (sum[i] > 0 && seen + sum[i] >= rank) {
                double from = WakeHistogram.lowerBound(lowest + i);
                double to = Math.min(longest, WakeHistogram.lowerBound(lowest + i + 1));
                return from + Math.max(0, to - from) * (rank - seen) / sum[i];
            }
            seen += sum[i];
        }
        return longest;
    }
}
