package dev.rouse.engine.compare;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.model.WakeHistogram;
import dev.rouse.engine.record.Block;
import dev.rouse.engine.record.SiteState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One site of one recording by one measure, block by block: how long it waits, or how late it runs. */
final class Measure {
    /** What is compared of durations. */
    static final double[] QUANTILES = {0.5, 0.9, 0.99};

    private final Series series;
    private final double[] count;
    private final double[] seconds;
    private final Finding.@Nullable UsualWaker waker;

    private Measure(Series series, double[] count, double[] seconds, Finding.@Nullable UsualWaker waker) {
        this.series = series;
        this.count = count;
        this.seconds = seconds;
        this.waker = waker;
    }

    static Measure waits(List<Block> blocks, Site site) {
        return of(blocks, site, false);
    }

    static Measure lateness(List<Block> blocks, Site site) {
        return of(blocks, site, true);
    }

    private static Measure of(List<Block> blocks, Site site, boolean late) {
        List<WakeHistogram> histograms = new ArrayList<>();
        double[] count = new double[blocks.size()];
        double[] seconds = new double[blocks.size()];
        SiteState all = null;
        for (int i = 0; i < count.length; i++) {
            SiteState state = blocks.get(i).states().get(site);
            seconds[i] = blocks.get(i).coveredNs() / 1e9;
            histograms.add(state == null ? new WakeHistogram() : late ? state.lateness() : state.durations());
            count[i] = state == null ? 0 : late ? state.runs() : state.wakes();
            all = all == null ? state : state == null ? all : all.plus(state);
        }
        return new Measure(new Series(histograms), count, seconds, late || all == null ? null : usualWaker(all));
    }

    private static Finding.@Nullable UsualWaker usualWaker(SiteState all) {
        return all.wakers().entrySet().stream()
                .max(Map.Entry.<Site, Long>comparingByValue()
                        .thenComparing(waker -> waker.getKey().name()))
                .map(most -> new Finding.UsualWaker(
                        most.getKey(),
                        (double) most.getValue() / Math.max(1, all.wakersSeen()),
                        all.durations().quantile(0.5) / 1e6,
                        all.wakersSeen()))
                .orElse(null);
    }

    long samples() {
        return series.samples();
    }

    /** How many stretches of time it was seen in. */
    int filled() {
        return series.filled();
    }

    int blocks() {
        return count.length;
    }

    /** How often a second, over all blocks. */
    double perSecond() {
        double sum = 0;
        double time = 0;
        for (int i = 0; i < count.length; i++) {
            sum += count[i];
            time += seconds[i];
        }
        return time == 0 ? 0 : sum / time;
    }

    Manner manner() {
        double[] ms = series.quantiles(QUANTILES);
        return new Manner(perSecond(), samples(), ms[0] / 1e6, ms[1] / 1e6, ms[2] / 1e6, waker);
    }

    /** The quantiles, in milliseconds, and last how often a second, of blocks drawn at random. */
    double[] drawn(SplittableRandom random) {
        int[] drawn = new int[count.length];
        double sum = 0;
        double time = 0;
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = random.nextInt(drawn.length);
            sum += count[drawn[i]];
            time += seconds[drawn[i]];
        }
        double[] ms = series.quantilesOf(drawn, QUANTILES);
        return new double[] {ms[0] / 1e6, ms[1] / 1e6, ms[2] / 1e6, time == 0 ? Double.NaN : sum / time};
    }
}
