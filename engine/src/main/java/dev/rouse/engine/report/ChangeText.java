package dev.rouse.engine.report;

import dev.rouse.engine.compare.Change;
import dev.rouse.engine.compare.Interval;
import dev.rouse.engine.compare.Manner;
import dev.rouse.engine.model.Finding;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes one difference between two recordings for people: what, where, from what to what, how sure, what it costs. */
public final class ChangeText {
    private final Change change;
    private final Page page;

    private ChangeText(Change change, boolean colour) {
        this.change = change;
        this.page = new Page(colour);
    }

    /** Several lines, without a line break at its end. */
    public static String render(Change change, boolean colour) {
        ChangeText text = new ChangeText(change, colour);
        Finding finding = change.finding();
        if (finding != null) {
            text.finding(finding);
        } else {
            text.site();
        }
        return text.page.toString();
    }

    /** A new finding is told whole, one that is gone in a line. */
    private void finding(Finding finding) {
        boolean isNew = change.what() == Change.What.NEW_FINDING;
        page.headline(
                change.what().id(),
                isNew,
                finding.kind().id() + " " + finding.grade().id() + ": " + Words.breach(finding));
        page.site("at", finding.waiting().site());
        page.text("on", finding.waiting().source());
        if (isNew) {
            page.text(
                    "why",
                    finding.evidence().isEmpty()
                            ? "no evidence was recorded"
                            : finding.evidence().get(0));
            page.text("fix", finding.fix());
            page.name("", finding.kind().doc());
        }
    }

    private void site() {
        page.headline(change.what().id(), change.what().isRegression(), headline());
        page.site("at", change.site());
        Manner base = change.base();
        Manner now = change.now();
        if (base != null && now != null) {
            durations(base, now);
            page.text("how often", often(base) + " -> " + often(now) + ratio());
            page.text("samples", base.samples() + " and " + now.samples());
        } else {
            Manner only = Objects.requireNonNull(base == null ? now : base);
            page.text("how often", often(only));
            page.text("waits", "median " + Words.millis(only.medianMs()) + ", of " + only.samples() + " samples");
        }
        wakers(base, now);
    }

    private String headline() {
        Interval shift = change.shift();
        Interval added = change.added();
        String adds = added == null ? "" : Words.millis(Math.abs(added.estimate())) + " of waiting in each second";
        return switch (change.what()) {
            case WAITS_LONGER -> longer(shift) + " a wait, adds " + adds;
            case RUNS_LATER -> longer(shift) + " from wake to run, adds " + adds;
            case WAKES_MORE_OFTEN -> times(shift) + " as often, adds " + adds;
            case WAITS_SHORTER, RUNS_SOONER -> longer(shift) + ", saves " + adds;
            case APPEARED -> "was not seen before: " + adds;
            case VANISHED -> "is not seen any more: " + adds;
            case NEW_FINDING, GONE_FINDING -> "";
        };
    }

    private static String longer(@Nullable Interval shift) {
        if (shift == null) {
            return "";
        }
        return shift.estimate() < 0
                ? Words.millis(-shift.estimate()) + " shorter"
                : Words.millis(shift.estimate()) + " longer";
    }

    private static String times(@Nullable Interval ratio) {
        return ratio == null ? "" : String.format(Locale.ROOT, "%.1f times", ratio.estimate());
    }

    private void durations(Manner base, Manner now) {
        page.text("median", quantile(base.medianMs(), now.medianMs(), 0.5));
        page.text("90 %", quantile(base.p90Ms(), now.p90Ms(), 0.9));
        page.text("99 %", quantile(base.p99Ms(), now.p99Ms(), 0.99));
    }

    private String quantile(double base, double now, double quantile) {
        Interval shift = change.shift();
        String both = Words.millis(base) + " -> " + Words.millis(now);
        if (change.quantile() != quantile || shift == null || change.what() == Change.What.WAKES_MORE_OFTEN) {
            return both;
        }
        return both
                + String.format(
                        Locale.ROOT, ", by %+.2f ms (%+.2f to %+.2f)", shift.estimate(), shift.low(), shift.high());
    }

    private static String often(Manner manner) {
        return String.format(
                Locale.ROOT, manner.perSecond() < 9.95 ? "%.1f a second" : "%.0f a second", manner.perSecond());
    }

    private String ratio() {
        Interval ratio = change.shift();
        return change.what() != Change.What.WAKES_MORE_OFTEN || ratio == null
                ? ""
                : String.format(
                        Locale.ROOT, ", %.1f times (%.1f to %.1f)", ratio.estimate(), ratio.low(), ratio.high());
    }

    private void wakers(@Nullable Manner base, @Nullable Manner now) {
        Finding.UsualWaker before = base == null ? null : base.usualWaker();
        Finding.UsualWaker after = now == null ? null : now.usualWaker();
        if (after != null) {
            page.site("woken by", after.site());
        }
        if (before != null && (after == null || !before.site().equals(after.site()))) {
            page.site(after == null ? "woken by" : "before by", before.site());
        }
    }
}
