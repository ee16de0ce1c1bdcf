package dev.rouse.engine.detect;

import dev.rouse.engine.model.Fact;
import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.model.Sightings;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.model.SiteHistory;
import dev.rouse.engine.model.WakeHistogram;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that run long after their wake, or timers long after their time. Measured, so there is nothing to suspect; one
 * late interval is a pause of the machine, several are not.
 */
final class LateWake implements Detector {
    /** Intervals over the budget: fewer are a pause of the collector, of the machine, or a start. */
    private static final int SEVERAL = 3;

    /**
     * One run in so many may be late all the same, where all of a site's runs are sampled: its 99 % keep the budget.
     */
    private static final int ONE_IN = 100;

    @Override
    public List<Finding> examine(Ledger ledger, Thresholds thresholds) {
        List<Finding> findings = new ArrayList<>();
        for (Sightings seen : ledger.sightings(Fact.LATE)) {
            long late = seen.times().atLeast(thresholds.lateNs());
            if (late >= SEVERAL && !isRare(ledger.history(seen.site()), thresholds)) {
                findings.add(Findings.of(ledger, seen, verdict(seen, late, thresholds)));
            }
        }
        return findings;
    }

    private static boolean isRare(@Nullable SiteHistory history, Thresholds thresholds) {
        WakeHistogram runs = history == null ? null : history.lateness();
        return history != null && runs != null && runs.atLeast(thresholds.lateNs()) * ONE_IN < history.runs();
    }

    private static Findings.Verdict verdict(Sightings seen, long late, Thresholds thresholds) {
        List<String> evidence = new ArrayList<>();
        evidence.add("99 % of the sampled wakes of an interval ran within "
                + Findings.time(seen.times().max()) + " at the worst, where "
                + Findings.time(thresholds.lateNs()) + " is the budget");
        evidence.add("over it in " + Findings.count(late, "interval", "intervals") + "; "
                + Findings.count(seen.count(), "wake was", "wakes were") + " sampled in "
                + Findings.count(seen.reports(), "slow interval", "slow intervals") + " in all");
        String holder = seen.usualOther();
        if (holder == null) {
            return verdict(
                    late,
                    null,
                    evidence,
                    "Find what holds this loop (a blocked-loop finding names it) or give its tasks more loops: the wake"
                            + " came, and its turn did not.");
        }
        evidence.add("what held its thread meanwhile: " + holder + ", in " + seen.timesOf(holder) + " of "
                + Findings.count(seen.reports(), "slow interval", "slow intervals"));
        return verdict(
                late,
                new Finding.Culprit(new Site(holder), "held the only thread that was free to run it"),
                evidence,
                "Give what holds the thread a thread of its own, or do it in slices: the wake came, and its turn did"
                        + " not.");
    }

    private static Findings.Verdict verdict(
            long late, Finding.@Nullable Culprit culprit, List<String> evidence, String fix) {
        return new Findings.Verdict(Kind.LATE_WAKE, Grade.PROVEN, late, culprit, evidence, fix);
    }
}
