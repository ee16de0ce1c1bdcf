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
 * Something that is ready again and again, and nothing moves: {@linkplain Spin a spin}. Also suspected: a call that
 * burns a core and does not come back.
 */
final class NoProgress implements Detector {
    @Override
    public List<Finding> examine(Ledger ledger, Thresholds thresholds) {
        List<Finding> findings =
                new ArrayList<>(Spin.findings(ledger, thresholds, Fact.EMPTY_HANDED, NoProgress::verdict));
        findings.addAll(Spin.findings(ledger, thresholds, Fact.POLLED_IN_VAIN, NoProgress::polled));
        for (Sightings seen : ledger.sightings(Fact.BURNING)) {
            findings.add(Findings.of(ledger, seen, endless(seen)));
        }
        return findings;
    }

    private static Findings.Verdict endless(Sightings seen) {
        String words = seen.longest().other();
        return new Findings.Verdict(
                Kind.NO_PROGRESS,
                Grade.SUSPECTED,
                seen.reports(),
                new Finding.Culprit(seen.site(), "called it, and it does not come back"),
                List.of(words == null ? "it burns a core" : words, "such a call ends after microseconds, or it parks"),
                "Look whether several threads change this " + Findings.simple(seen.source())
                        + " without a lock, which can close its links to a ring; where the class is made for several"
                        + " threads, look for a known bug of this JDK and update it.");
    }

    private static Findings.Verdict polled(Sightings seen, Spin spin) {
        return verdict(seen, spin, Grade.SUSPECTED);
    }

    private static Findings.Verdict verdict(Sightings seen, Spin spin) {
        return verdict(seen, spin, spin.grade());
    }

    private static Findings.Verdict verdict(Sightings seen, Spin spin, Grade grade) {
        String type = Findings.simple(seen.source());
        return new Findings.Verdict(
                Kind.NO_PROGRESS,
                grade,
                seen.reports(),
                new Finding.Culprit(seen.site(), "asks " + type + " again, though nothing came of it"),
                spin.told("it was ready and had nothing to show for it", "times"),
                "Ask " + type + " again only once there is something to move, and stop at its end: look for a"
                        + " buffer without room, an end of stream taken for an empty read, an event that is not taken"
                        + " off its queue.");
    }
}
