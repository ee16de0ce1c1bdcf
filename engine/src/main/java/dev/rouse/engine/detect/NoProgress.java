package dev.rouse.engine.detect;

import dev.rouse.engine.model.Fact;
import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.model.Sightings;
import java.util.List;

/** Something that is ready again and again, and nothing moves: {@linkplain Spin a spin}. */
final class NoProgress implements Detector {
    @Override
    public List<Finding> examine(Ledger ledger, Thresholds thresholds) {
        return Spin.findings(ledger, thresholds, Fact.EMPTY_HANDED, NoProgress::verdict);
    }

    private static Findings.Verdict verdict(Sightings seen, Spin spin) {
        String type = Findings.simple(seen.source());
        return new Findings.Verdict(
                Kind.NO_PROGRESS,
                spin.grade(),
                seen.reports(),
                new Finding.Culprit(seen.site(), "asks " + type + " again, though nothing came of it"),
                spin.evidence("it was ready and had nothing to show for it", "times"),
                "Let " + type + " be pending when there is nothing to move, and stop asking at its end: look for a"
                        + " buffer without room, an end of stream taken for an empty read, an event that is not taken"
                        + " off its queue.");
    }
}
