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
 * A wait that went on, but by a sibling's wake and not by its own. Proven as its source tells it: a child was ready on
 * a poll that it had not asked for, and its own waker did not fire within the source's grace.
 */
final class MaskedWake implements Detector {
    @Override
    public List<Finding> examine(Ledger ledger, Thresholds thresholds) {
        return ledger.sightings(Fact.PASSED_OVER).stream()
                .map(seen -> Findings.of(ledger, seen, verdict(seen)))
                .toList();
    }

    private static Findings.Verdict verdict(Sightings seen) {
        String type = Findings.simple(seen.source());
        List<String> evidence = new ArrayList<>();
        evidence.add("it was ready when something else had its task polled, and its own waker did not fire within the"
                + " grace");
        String sibling = seen.usualOther();
        if (sibling != null) {
            evidence.add("what woke the task in its place: " + sibling + ", " + seen.timesOf(sibling) + " of "
                    + Findings.count(seen.reports(), "time", "times")
                    + "; without it the wait would not have ended");
        }
        evidence.add("delay, since it was last seen pending: median "
                + Findings.fine(seen.times().quantile(0.5)) + ", at most "
                + Findings.fine(seen.times().max()));
        return new Findings.Verdict(
                Kind.MASKED_WAKE,
                Grade.PROVEN,
                seen.count(),
                new Finding.Culprit(seen.site(), type + " became ready and did not fire the waker that it kept here"),
                evidence,
                "Fire the waker that " + type + " has kept after each change that makes it ready, on every path: a"
                        + " sibling's wake only hides that nobody does.");
    }
}
