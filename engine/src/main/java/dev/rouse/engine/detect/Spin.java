package dev.rouse.engine.detect;

import dev.rouse.engine.model.Fact;
import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.model.Sightings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/**
 * The same again and again, so often in a row and for so long that it is no strategy. Proven when one unbroken row was
 * long enough in both; suspected when several rows were, taken together.
 */
final class Spin {
    private final Sightings seen;
    private final Thresholds thresholds;

    private Spin(Sightings seen, Thresholds thresholds) {
        this.seen = seen;
        this.thresholds = thresholds;
    }

    static List<Finding> findings(
            Ledger ledger, Thresholds thresholds, Fact fact, BiFunction<Sightings, Spin, Findings.Verdict> verdict) {
        List<Finding> findings = new ArrayList<>();
        for (Sightings seen : ledger.sightings(fact)) {
            Spin spin = new Spin(seen, thresholds);
            if (spin.isLong()) {
                findings.add(Findings.of(ledger, seen, verdict.apply(seen, spin)));
            }
        }
        return findings;
    }

    private boolean isLong() {
        return seen.mostAtOnce() >= thresholds.inARow()
                && seen.nanos() >= thresholds.spinNs()
                && seen.longest().moved() == 0;
    }

    Grade grade() {
        boolean unbroken =
                seen.longest().nanos() >= thresholds.spinNs() && seen.longest().count() >= thresholds.inARow();
        return unbroken ? Grade.PROVEN : Grade.SUSPECTED;
    }

    /** How often and how fast, in the words of the source where it has any, and what else it saw. */
    List<String> told(String verb, String unit) {
        String words = seen.longest().other();
        if (words == null) {
            return evidence(verb, unit);
        }
        int end = words.indexOf("; ");
        List<String> told = new ArrayList<>(evidence(end < 0 ? words : words.substring(0, end) + ":", unit));
        if (end >= 0) {
            told.add(1, words.substring(end + 2));
        }
        return told;
    }

    List<String> evidence(String what, String unit) {
        long count = seen.longest().count();
        double seconds = Math.max(1, seen.longest().nanos()) / 1e9;
        List<String> evidence = new ArrayList<>();
        evidence.add(String.format(
                Locale.ROOT,
                "%s %,d times in a row within %s, %,d %s a second, and moved 0 bytes",
                what,
                count,
                Findings.fine(seen.longest().nanos()),
                Math.round(count / seconds),
                unit));
        if (seen.reports() > 1) {
            evidence.add(String.format(
                    Locale.ROOT,
                    "in all %,d %s in %s of spinning, seen %,d times",
                    seen.count(),
                    unit,
                    Findings.fine(seen.nanos()),
                    seen.reports()));
        }
        evidence.add(String.format(
                Locale.ROOT,
                "no accident: %,d in a row, for %s, would be enough",
                thresholds.inARow(),
                Findings.time(thresholds.spinNs())));
        return evidence;
    }
}
