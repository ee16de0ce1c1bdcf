package dev.rouse.engine.detect;

import dev.rouse.engine.model.Fact;
import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.model.Sightings;
import java.util.List;

/** A task that keeps waking itself from inside its own polls, and nothing moves: {@linkplain Spin a spin}. */
final class SelfWake implements Detector {
    @Override
    public List<Finding> examine(Ledger ledger, Thresholds thresholds) {
        return Spin.findings(ledger, thresholds, Fact.SELF_WOKEN, SelfWake::verdict);
    }

    private static Findings.Verdict verdict(Sightings seen, Spin spin) {
        String type = Findings.simple(seen.source());
        return new Findings.Verdict(
                Kind.SELF_WAKE,
                spin.grade(),
                seen.reports(),
                new Finding.Culprit(
                        seen.site(), type + " fires the waker of the poll that it is in, and moves nothing"),
                spin.evidence("it woke itself from inside its own poll", "wakes"),
                "Let " + type + " return pending without waking itself, and leave its waker with whatever will bring"
                        + " the next event; where no event can come any more (a stream's end), be ready for good.");
    }
}
