package dev.rouse.engine.report;

import dev.rouse.engine.compare.Change;
import dev.rouse.engine.compare.Interval;
import dev.rouse.engine.compare.Manner;
import dev.rouse.engine.model.Finding;
import org.jspecify.annotations.Nullable;

/** Writes one difference between two recordings as one line of JSON, version 1: fields may be added, none renamed. */
public final class ChangeJson {
    private final Json out = new Json();

    private ChangeJson() {}

    /** One JSON object, without a line break. */
    public static String line(Change change) {
        ChangeJson json = new ChangeJson();
        json.change(change);
        return json.out.toString();
    }

    private void change(Change change) {
        out.open().number("v", 1).text("change", change.what().id());
        out.flag("regression", change.what().isRegression())
                .text("site", change.site().name());
        manner("base", change.base());
        manner("now", change.now());
        if (change.shift() == null || change.quantile() == 0) {
            out.raw("quantile", "null");
        } else {
            out.real("quantile", change.quantile());
        }
        boolean often = change.what() == Change.What.WAKES_MORE_OFTEN;
        interval("shiftMs", often ? null : change.shift());
        interval("rateRatio", often ? change.shift() : null);
        interval("addedMsPerSecond", change.added());
        Finding finding = change.finding();
        out.raw("finding", finding == null ? "null" : JsonReport.line(finding)).close();
    }

    private void manner(String key, @Nullable Manner manner) {
        if (manner == null) {
            out.raw(key, "null");
            return;
        }
        out.open(key).real("perSecond", manner.perSecond()).number("samples", manner.samples());
        out.real("medianMs", manner.medianMs()).real("p90Ms", manner.p90Ms()).real("p99Ms", manner.p99Ms());
        Finding.UsualWaker waker = manner.usualWaker();
        out.text("usualWaker", waker == null ? null : waker.site().name()).close();
    }

    private void interval(String key, @Nullable Interval interval) {
        if (interval == null) {
            out.raw(key, "null");
            return;
        }
        out.open(key).real("estimate", interval.estimate());
        out.real("low", interval.low()).real("high", interval.high()).close();
    }
}
