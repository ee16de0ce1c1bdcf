package dev.rouse.agent.metrics;

import dev.rouse.engine.model.WakeHistogram;
import java.util.ArrayList;
import java.util.List;

/**
 * Durations in base-2 exponential buckets of scale 3.
 *
 * @param first index of the first bucket: the one at index i begins at 2^(i/8) nanoseconds
 * @param counts of the buckets from there on, the last one not empty
 * @param total how many there are
 * @param sum in seconds
 * @param max in seconds
 */
public record Times(int first, List<Long> counts, long total, double sum, double max) {
    static final int SCALE = 3;
    private static final int PER_OCTAVE = 8;

    public Times {
        counts = List.copyOf(counts);
    }

    static Times of(WakeHistogram histogram) {
        List<Long> counts = new ArrayList<>();
        int[] first = {0};
        histogram.visit((index, samples, values) -> {
            first[0] = counts.isEmpty() ? index : first[0];
            while (first[0] + counts.size() < index) {
                counts.add(0L);
            }
            counts.add(values);
        });
        return new Times(first[0], counts, histogram.weight(), histogram.sum() / 1e9, histogram.max() / 1e9);
    }

    /** How many there are below 2^octave nanoseconds: exact, as each octave begins a bucket. */
    long below(int octave) {
        long sum = 0;
        for (int i = 0; i < counts.size() && first + i < octave * PER_OCTAVE; i++) {
            sum += counts.get(i);
        }
        return sum;
    }
}
