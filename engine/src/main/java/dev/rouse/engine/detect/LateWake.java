package dev.rouse.engine.detect;

import dev.rouse.engine.model.Fact;
import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.model.Sightings;
import java.util.ArrayList;
import java.util.List;

/**
 * Tasks that run long after their wake. Measured, so there is nothing to suspect; one late interval is a pause of the
 * machine, several are not.
 */
final class LateWake implements Detector {
    /** Intervals over the budget: fewer are a pause of the collector, of the machine, or a start. */
    private static final int SEVERAL = 3;

    @Override
    public List<Finding> examine(Ledger ledger, Thresholds thresholds) {
        List<Finding> findings = new ArrayList<>();
        for (Sightings seen : ledger.sightings(Fact.LATE)) {
            long late = seen.times().atLeast(thresholds.lateNs());
            if (late >= SEVERAL) {
                findings.add(Findings.of(ledger, seen, verdict(seen, late, thresholds)));
            }
        }
        return findings;
    }

    private static Findings.Verdict verdict(Sightings seen, long late, Thresholds thresholds) {
        return new Findings.Verdict(
                Kind.LATE_WAKE,
                Grade.PROVEN,
                late,
                null,
                List.of(
                        "99 % of the sampled wakes of an interval ran within "
                                + Findings.time(seen.times().max()) + " at the worst, where "
                                + Findings.time(thresholds.lateNs()) + " is the budget",
                        "over it in " + Findings.count(late, "interval", "intervals") + "; "
                                + Findings.count(seen.count(), "wake was", "wakes were") + " sampled in "
                                + Findings.count(seen.reports(), "slow interval", "slow intervals") + " in all"),
                "Find what holds this loop (a blocked-loop finding names it) or give its tasks more loops: the wake"
                        + " came, and its turn did not.");
    }
}
