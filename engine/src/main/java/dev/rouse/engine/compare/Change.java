package dev.rouse.engine.compare;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Site;
import org.jspecify.annotations.Nullable;

/**
 * One thing that differs between two recordings.
 *
 * @param site where, as the second recording names it, or the first one when it is gone
 * @param base what the site was like; null for findings, and where the site was not seen
 * @param now what it is like; null for findings, and where the site was not seen
 * @param quantile of the durations that changed; 0 where none is meant
 * @param shift by how many milliseconds that quantile is longer; of how often something wakes, the ratio; null for what
 *     has appeared or vanished
 * @param added milliseconds of time that this adds to each second of service, below 0 where it saves them
 * @param finding the finding that is new or gone; null for sites
 */
public record Change(
        What what,
        Site site,
        @Nullable Manner base,
        @Nullable Manner now,
        double quantile,
        @Nullable Interval shift,
        @Nullable Interval added,
        @Nullable Finding finding) {

    /** What has changed. */
    public enum What {
        NEW_FINDING("new-finding", true),
        WAITS_LONGER("waits-longer", true),
        RUNS_LATER("runs-later", true),
        WAKES_MORE_OFTEN("wakes-more-often", true),
        APPEARED("appeared", false),
        VANISHED("vanished", false),
        WAITS_SHORTER("waits-shorter", false),
        RUNS_SOONER("runs-sooner", false),
        GONE_FINDING("gone-finding", false);

        private final String id;
        private final boolean regression;

        What(String id, boolean regression) {
            this.id = id;
            this.regression = regression;
        }

        public String id() {
            return id;
        }

        /** Whether it makes the second recording worse than the first. */
        public boolean isRegression() {
            return regression;
        }
    }

    /** How large it is, for the order in which changes are told. */
    double effect() {
        return added == null ? 0 : Math.abs(added.estimate());
    }

    /** How many times as long or as often as it was. */
    double ratio() {
        if (base == null || now == null || shift == null) {
            return 1;
        }
        return what == What.WAKES_MORE_OFTEN
                ? shift.estimate()
                : (base.at(quantile) + shift.estimate()) / base.at(quantile);
    }
}
