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
 * A poll or a handler that holds its event loop while others wait behind it. Measured, with the stack taken during the
 * stall: proven when somebody was seen to wait behind it, suspected when nobody was, since a loop does not see who
 * knocks at its sockets.
 */
final class BlockedLoop implements Detector {
    /** Short stalls at one place: fewer are a first call, which loads classes, or a start. */
    private static final int SEVERAL = 3;

    /** A stall of so many times the limit counts at once. */
    private static final int LONG = 5;

    @Override
    public List<Finding> examine(Ledger ledger, Thresholds thresholds) {
        List<Finding> findings = new ArrayList<>();
        for (Sightings seen : ledger.sightings(Fact.BLOCKED)) {
            long stalls = seen.times().atLeast(thresholds.stallNs());
            if (stalls >= SEVERAL || seen.longest().nanos() >= LONG * thresholds.stallNs()) {
                findings.add(Findings.of(ledger, seen, verdict(seen, stalls, thresholds)));
            }
        }
        return findings;
    }

    private static Findings.Verdict verdict(Sightings seen, long stalls, Thresholds thresholds) {
        boolean others = seen.mostAtOnce() > 0;
        return new Findings.Verdict(
                Kind.BLOCKED_LOOP,
                others ? Grade.PROVEN : Grade.SUSPECTED,
                stalls,
                new Finding.Culprit(seen.site(), "was what the loop did while it was held"),
                List.of(
                        "one poll held the loop for "
                                + Findings.time(seen.longest().nanos()) + " at the longest, where "
                                + Findings.time(thresholds.stallNs()) + " is the limit",
                        others
                                ? Findings.count(seen.mostAtOnce(), "task", "tasks")
                                        + " stood behind it, and could not run"
                                : "no task was seen to stand behind it; who knocks at the loop's sockets is not seen"),
                "Do what blocks or computes here on a thread of its own and let the task wait for it, or do it in"
                        + " slices, and let others have their turn between.");
    }
}
