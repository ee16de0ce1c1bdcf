package dev.rouse.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WakeHistogramTest {
    /** Eight buckets an octave: one bucket's upper bound is at most so many times its lower one. */
    private static final double BUCKET = Math.pow(2, 1.0 / 8);

    private final WakeHistogram histogram = new WakeHistogram();

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1})
    void knowsEachQuantileOfRandomDurationsToNinePercent(double quantile) {
        long[] values = randomDurations(10_000);
        for (long value : values) {
            histogram.record(value);
        }
        Arrays.sort(values);
        long exact = values[(int) Math.max(0, Math.ceil(quantile * values.length) - 1)];

        assertThat(histogram.quantile(quantile)).isBetween(exact, (long) (exact * BUCKET) + 1);
        assertThat(histogram.total()).isEqualTo(values.length);
        assertThat(histogram.max()).isEqualTo(values[values.length - 1]);
    }

    /** Spread evenly over the orders of magnitude, from a nanosecond to an hour. */
    private static long[] randomDurations(int count) {
        Random random = new Random(20260101);
        return random.doubles(count, 0, Math.log(3.6e12))
                .mapToLong(exponent -> (long) Math.exp(exponent))
                .toArray();
    }

    @Test
    void knowsEveryDurationOfOneOctaveToNinePercent() {
        for (long value = 1 << 20; value <= 1 << 21; value += 97) {
            WakeHistogram single = new WakeHistogram();
            single.record(value);
            single.record(Long.MAX_VALUE);
            assertThat(single.quantile(0.5)).isBetween(value, (long) (value * BUCKET));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 7, 8, 1_000_000_000, 1L << 40, (1L << 62) + 1, Long.MAX_VALUE})
    void givesASingleDurationBackAsItIs(long nanos) {
        histogram.record(nanos);

        assertThat(histogram.quantile(0.5)).isEqualTo(nanos);
        assertThat(histogram.max()).isEqualTo(nanos);
    }

    @Test
    void isZeroWhenEmpty() {
        assertThat(histogram.quantile(0.5)).isZero();
        assertThat(histogram.max()).isZero();
        assertThat(histogram.total()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void countsWhatTookNoTimeAtAll(long nanos) {
        histogram.record(nanos);

        assertThat(histogram.total()).isEqualTo(1);
        assertThat(histogram.quantile(1)).isBetween(0L, 1L);
    }

    @Test
    void isNotMovedByOneOutlierBelowTheHighestQuantile() {
        for (int i = 0; i < 999; i++) {
            histogram.record(3_000_000);
        }
        histogram.record(60_000_000_000L);

        assertThat(histogram.quantile(0.99)).isBetween(3_000_000L, 3_300_000L);
        assertThat(histogram.quantile(1)).isEqualTo(60_000_000_000L);
    }

    @Test
    void addsUpAndTakesApart() {
        WakeHistogram other = new WakeHistogram();
        for (long nanos : randomDurations(1_000)) {
            histogram.record(nanos);
            other.record(nanos / 1_000, 64);
        }
        WakeHistogram both = histogram.copy();
        both.merge(other);

        assertThat(both.total()).isEqualTo(2_000);
        assertThat(both.weight()).isEqualTo(1_000 + 64_000);
        assertThat(both.max()).isEqualTo(histogram.max());
        WakeHistogram since = both.since(histogram);
        assertThat(since.total()).isEqualTo(1_000);
        assertThat(since.weight()).isEqualTo(64_000);
        assertThat(since.quantile(0.5)).isEqualTo(other.quantile(0.5));
        assertThat(histogram.total()).as("what was copied is left alone").isEqualTo(1_000);
    }

    @Test
    void showsItsBucketsFromTheShortestOn() {
        histogram.record(1_000_000, 64);
        histogram.record(1, 1);
        histogram.record(1_000_000, 64);
        List<String> buckets = new ArrayList<>();
        WakeHistogram again = new WakeHistogram();

        histogram.visit((index, count, weight) -> {
            buckets.add(index + ": " + count + " for " + weight);
            again.add(index, count, weight);
        });

        assertThat(buckets).containsExactly("0: 1 for 1", "159: 2 for 128");
        assertThat(WakeHistogram.lowerBound(159)).isLessThan(1_000_000);
        assertThat(WakeHistogram.lowerBound(160)).isGreaterThan(1_000_000);
        assertThat(again.total()).isEqualTo(3);
    }
}
