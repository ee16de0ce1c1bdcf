package dev.rouse.engine.detect;

import dev.rouse.engine.model.Fact;
import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.model.Sightings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
            Sightings longest = longest(ledger, seen);
            long stalls = seen.times().atLeast(thresholds.stallNs());
            boolean isLong = longest.longest().nanos() >= LONG * thresholds.stallNs();
            boolean several = stalls >= SEVERAL && (mostBehind(ledger, seen) > 0 || !isOfTheHost(seen));
            if (isLong || several) {
                findings.add(Findings.of(ledger, longest, verdict(ledger, seen, Math.max(1, stalls), thresholds)));
            }
        }
        return findings;
    }

    /** What an agent sees of the host's own loops comes with words; our runtime tells its own without. */
    private static boolean isOfTheHost(Sightings seen) {
        return seen.longest().other() != null;
    }

    /** A stall is told when it is one, and again when it has become longer. */
    private static Sightings longest(Ledger ledger, Sightings seen) {
        return stillHeld(ledger, seen)
                .filter(still -> still.longest().nanos() > seen.longest().nanos())
                .orElse(seen);
    }

    private static Optional<Sightings> stillHeld(Ledger ledger, Sightings seen) {
        return ledger.sightings(Fact.STILL_BLOCKED).stream()
                .filter(still ->
                        still.site().equals(seen.site()) && still.source().equals(seen.source()))
                .findFirst();
    }

    private static long mostBehind(Ledger ledger, Sightings seen) {
        return Math.max(
                seen.mostAtOnce(),
                stillHeld(ledger, seen).map(Sightings::mostAtOnce).orElse(0L));
    }

    private static Findings.Verdict verdict(Ledger ledger, Sightings seen, long stalls, Thresholds thresholds) {
        return isOfTheHost(seen) ? ofTheHost(ledger, seen, stalls, thresholds) : ofTheRuntime(seen, stalls, thresholds);
    }

    private static Findings.Verdict ofTheHost(Ledger ledger, Sightings seen, long stalls, Thresholds thresholds) {
        Sightings longest = longest(ledger, seen);
        boolean others = mostBehind(ledger, seen) > 0;
        List<String> evidence = new ArrayList<>();
        evidence.add("its thread did not come back to the loop for "
                + Findings.time(longest.longest().nanos()) + " at the longest, where "
                + Findings.time(thresholds.stallNs()) + " is the limit");
        String words = longest.longest().other();
        evidence.addAll(List.of((words == null ? "" : words).split("; ")));
        if (!others) {
            evidence.add("nobody was seen to stand behind it");
        }
        return new Findings.Verdict(
                Kind.BLOCKED_LOOP,
                others ? Grade.PROVEN : Grade.SUSPECTED,
                stalls,
                new Finding.Culprit(seen.site(), "was what the loop did while it was held"),
                evidence,
                "Do what blocks or computes here on a thread of another pool and come back to the loop with its result,"
                        + " or use an asynchronous call.");
    }

    private static Findings.Verdict ofTheRuntime(Sightings seen, long stalls, Thresholds thresholds) {
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
