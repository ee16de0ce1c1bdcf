package dev.rouse.engine.detect;

import dev.rouse.engine.model.Fact;
import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.model.Sightings;
import dev.rouse.engine.model.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A wait that went on, but not by a wake of its own. By a sibling's: proven as its source tells it, since a child was
 * ready on a poll that it had not asked for, and its own waker did not fire within the source's grace. By its timeout,
 * again and again, and never by a signal: suspected, since it may be a poll on purpose. By a timer of the same task,
 * after its own waker was let go of unfired: suspected, since the counters of a task do not tell whose waker that was.
 */
final class MaskedWake implements Detector {
    /** Fewer times may be a loop that was told to stop. */
    private static final int SEVERAL = 5;

    /** A waker that was let go of once may be what an earlier wait had left behind. */
    private static final int AGAIN = 2;

    @Override
    public List<Finding> examine(Ledger ledger, Thresholds thresholds) {
        Stream<Finding> passedOver =
                ledger.sightings(Fact.PASSED_OVER).stream().map(seen -> Findings.of(ledger, seen, verdict(seen)));
        Set<Site> signalled =
                ledger.sightings(Fact.SIGNALLED).stream().map(Sightings::site).collect(Collectors.toSet());
        Stream<Finding> timedOut = ledger.sightings(Fact.TIMED_OUT).stream()
                .filter(seen -> seen.count() >= SEVERAL && !signalled.contains(seen.site()))
                .map(seen -> Findings.of(ledger, seen, polled(seen)));
        Stream<Finding> leftToTimer = ledger.sightings(Fact.LEFT_TO_TIMER).stream()
                .filter(seen -> seen.count() >= AGAIN)
                .map(seen -> Findings.of(ledger, seen, leftToTimer(seen)));
        return Stream.of(passedOver, timedOut, leftToTimer)
                .flatMap(found -> found)
                .toList();
    }

    private static Findings.Verdict leftToTimer(Sightings seen) {
        return new Findings.Verdict(
                Kind.MASKED_WAKE,
                Grade.SUSPECTED,
                seen.count(),
                new Finding.Culprit(
                        seen.site(),
                        "spawned the task; what it waits for, and who has let go of its waker,"
                                + " is not seen from outside"),
                List.of(
                        "while it was idle a waker of it was let go of unfired, "
                                + Findings.count(seen.count(), "time", "times")
                                + ": nobody but a timer beside it was left to run it",
                        "the timer did, " + Findings.time(seen.times().max()) + " after the last poll at the worst; it"
                                + " is polled in vain most of the time, so the task waits for more than that",
                        "this is seen only where an update of the console falls in between: it happens more often",
                        "a waker that an earlier wait had left behind would look the same: hence suspected"),
                "Look for a slot with place for one waker that several tasks share, for a callback that is dropped: fire"
                        + " the waker before you replace or drop it. The timer only hides that nobody does.");
    }

    private static Findings.Verdict polled(Sightings seen) {
        return new Findings.Verdict(
                Kind.MASKED_WAKE,
                Grade.SUSPECTED,
                seen.count(),
                null,
                List.of(
                        "its timed waits ended by their timeout, and "
                                + Findings.count(seen.count(), "time", "times")
                                + " the thread then went on: its condition was true, and nobody had signalled it",
                        "other times it waited again at once, "
                                + Findings.count(seen.longest().moved(), "time", "times")
                                + ": it does wait for something, and does no round of its own",
                        "not one of the waits that were followed here ended by a signal",
                        "lost each time: up to " + Findings.fine(seen.times().max()) + ", the longest of these waits"),
                "Signal the condition, under its lock, after each change that makes it true: the timeout only hides that"
                        + " nobody does. If it polls something that cannot signal, all is well.");
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
