package dev.rouse.engine.compare;

import dev.rouse.engine.model.Site;
import dev.rouse.engine.record.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One site by one measure in both recordings. */
final class SiteComparison {
    private final Site site;
    private final boolean late;
    private final @Nullable Measure base;
    private final @Nullable Measure now;
    private final Tolerance tolerance;

    private SiteComparison(
            Site site, boolean late, @Nullable Measure base, @Nullable Measure now, Tolerance tolerance) {
        this.site = site;
        this.late = late;
        this.base = base;
        this.now = now;
        this.tolerance = tolerance;
    }

    /** Those of its measures that can be judged. */
    static List<SiteComparison> of(SitePairs.Pair pair, List<Block> base, List<Block> now, Tolerance tolerance) {
        List<SiteComparison> measures = new ArrayList<>();
        for (boolean late : new boolean[] {false, true}) {
            Site site = Objects.requireNonNull(pair.now() != null ? pair.now() : pair.base());
            SiteComparison one = new SiteComparison(
                    site, late, measure(base, pair.base(), late), measure(now, pair.now(), late), tolerance);
            if (one.canBeJudged()) {
                measures.add(one);
            }
        }
        return measures;
    }

    private static @Nullable Measure measure(List<Block> blocks, @Nullable Site site, boolean late) {
        return site == null ? null : late ? Measure.lateness(blocks, site) : Measure.waits(blocks, site);
    }

    /** Seen often enough in both; or in one, when it is none of the other's. */
    private boolean canBeJudged() {
        if (base == null || now == null) {
            Measure only = Objects.requireNonNull(base == null ? now : base);
            return !late && isSeen(only) && only.perSecond() >= tolerance.perSecond();
        }
        return isSeen(base) && isSeen(now);
    }

    private boolean isSeen(Measure measure) {
        return measure.samples() >= tolerance.samples() && measure.filled() >= Comparison.LEAST_BLOCKS;
    }

    Site site() {
        return site;
    }

    /** How many intervals are looked at. */
    int tests() {
        return base == null || now == null ? 0 : Measure.QUANTILES.length + 1;
    }

    /** How many times as often it wakes; not a number when it is not in both. */
    double rateRatio() {
        return base == null || now == null ? Double.NaN : now.perSecond() / base.perSecond();
    }

    List<Change> changes(double missing, double traffic) {
        if (base == null || now == null) {
            return List.of(cameOrWent());
        }
        List<Change> changes = new ArrayList<>();
        Spread spread = new Spread(base, now);
        Change slower = duration(spread, missing);
        if (slower != null) {
            changes.add(slower);
        }
        Interval ratio = spread.ratio(missing);
        if (!late && ratio.low() / Math.max(1, traffic) > tolerance.rate()) {
            changes.add(moreOften(ratio));
        }
        return changes;
    }

    private Change cameOrWent() {
        Manner before = base == null ? null : base.manner();
        Manner after = now == null ? null : now.manner();
        Manner only = Objects.requireNonNull(before == null ? after : before);
        double waits = only.perSecond() * only.medianMs() * (before == null ? 1 : -1);
        Change.What what = before == null ? Change.What.APPEARED : Change.What.VANISHED;
        return new Change(what, site, before, after, 0.5, null, new Interval(waits, waits, waits), null);
    }

    /** The quantile whose change costs or saves most; null when none has changed. */
    private @Nullable Change duration(Spread spread, double missing) {
        Manner before = Objects.requireNonNull(base).manner();
        Manner after = Objects.requireNonNull(now).manner();
        Change most = null;
        for (int q = 0; q < Measure.QUANTILES.length; q++) {
            double quantile = Measure.QUANTILES[q];
            long needed = tolerance.samplesFor(quantile);
            if (before.samples() < needed || after.samples() < needed) {
                continue;
            }
            Interval longer = spread.longer(q, missing);
            double allowed = tolerance.of(Math.min(before.at(quantile), after.at(quantile)));
            if (longer.low() > allowed || longer.high() < -allowed) {
                // As many waits again lie above a quantile as the change of the quantile stands for.
                Interval added = longer.times(after.perSecond() * 2 * (1 - quantile));
                Change change = new Change(what(longer), site, before, after, quantile, longer, added, null);
                most = most == null || change.effect() > most.effect() ? change : most;
            }
        }
        return most;
    }

    private Change.What what(Interval longer) {
        if (longer.estimate() > 0) {
            return late ? Change.What.RUNS_LATER : Change.What.WAITS_LONGER;
        }
        return late ? Change.What.RUNS_SOONER : Change.What.WAITS_SHORTER;
    }

    private Change moreOften(Interval ratio) {
        Manner before = Objects.requireNonNull(base).manner();
        Manner after = Objects.requireNonNull(now).manner();
        double each = before.perSecond() * after.medianMs();
        Interval added =
                new Interval(each * (ratio.estimate() - 1), each * (ratio.low() - 1), each * (ratio.high() - 1));
        return new Change(Change.What.WAKES_MORE_OFTEN, site, before, after, 0.5, ratio, added, null);
    }
}
