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
 * A task that keeps waking itself from inside its own polls, and nothing moves: {@linkplain Spin a spin}. Of an
 * executor that only its own tasks submit to it is suspected: they may compute something in very small steps.
 */
final class SelfWake implements Detector {
    @Override
    public List<Finding> examine(Ledger ledger, Thresholds thresholds) {
        List<Finding> findings = new ArrayList<>(Spin.findings(ledger, thresholds, Fact.SELF_WOKEN, SelfWake::verdict));
        findings.addAll(Spin.findings(ledger, thresholds, Fact.RESUBMITTED, SelfWake::resubmitted));
        return findings;
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

    private static Findings.Verdict resubmitted(Sightings seen, Spin spin) {
        return new Findings.Verdict(
                Kind.SELF_WAKE,
                Grade.SUSPECTED,
                seen.reports(),
                new Finding.Culprit(seen.site(), "keeps its own thread busy: it is what this line brings about again"),
                spin.told("the thread woke itself", "wakes"),
                "Submit the next task only when there is something to do: where an event, a timer or another thread"
                        + " brings it. Look for a task that submits itself to ask for a state, and for a listener whose"
                        + " notification is a task that has this listener too.");
    }
}
