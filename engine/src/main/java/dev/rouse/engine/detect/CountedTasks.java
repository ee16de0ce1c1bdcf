package dev.rouse.engine.detect;

import dev.rouse.engine.model.Fact;
import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.model.Sightings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Breaches of several kinds that show in the counters of tasks, where the source sees nothing inside a task. What was
 * measured is proven to be late; all else is suspected, since the counters do not tell what a poll has moved.
 */
final class CountedTasks implements Detector {
    /** Windows or polls over a limit: fewer are a start, or a pause of the machine. */
    private static final int SEVERAL = 3;

    /** A poll of so many times the limit counts at once. */
    private static final int LONG = 5;

    private static final String NOT_SEEN = "what the task moved meanwhile is not seen from outside: hence suspected";

    @Override
    public List<Finding> examine(Ledger ledger, Thresholds thresholds) {
        List<Finding> findings = new ArrayList<>();
        for (Fact fact : List.of(
                Fact.SELF_WAKES_COUNTED,
                Fact.NEVER_AT_REST,
                Fact.NOTHING_READY,
                Fact.LATE_ON_AVERAGE,
                Fact.LONG_POLL,
                Fact.TIMER_OVERDUE,
                Fact.SENT_UNRECEIVED,
                Fact.IDLE_HOLDER,
                Fact.NONE_FINISHES)) {
            for (Sightings seen : ledger.sightings(fact)) {
                Findings.Verdict verdict = verdict(seen, thresholds);
                if (verdict != null) {
                    findings.add(Findings.of(ledger, seen, verdict));
                }
            }
        }
        return findings;
    }

    private static Findings.@Nullable Verdict verdict(Sightings seen, Thresholds thresholds) {
        return switch (seen.fact()) {
            case SELF_WAKES_COUNTED -> seen.mostAtOnce() < thresholds.inARow() ? null : selfWakes(seen);
            case NEVER_AT_REST -> seen.mostAtOnce() < thresholds.inARow() ? null : neverAtRest(seen);
            case NOTHING_READY -> seen.mostAtOnce() < thresholds.inARow() ? null : nothingReady(seen);
            case LATE_ON_AVERAGE -> late(seen, thresholds);
            case LONG_POLL -> longPoll(seen, thresholds);
            case SENT_UNRECEIVED -> unreceived(seen);
            case IDLE_HOLDER -> idleHolder(seen);
            case NONE_FINISHES -> noneFinishes(seen);
            default -> overdue(seen);
        };
    }

    private static Findings.Verdict selfWakes(Sightings seen) {
        return suspected(
                Kind.SELF_WAKE,
                seen,
                "spawned the task that fires its own waker inside its own polls",
                List.of(
                        "it woke itself from inside its own polls " + rate(seen, "times"),
                        polls(seen),
                        inAll(seen, "wakes"),
                        NOT_SEEN),
                "Let the future that wakes itself return pending without doing so, and leave its waker with whatever"
                        + " will bring the next event; at a stream's end be ready for good.");
    }

    private static Findings.Verdict neverAtRest(Sightings seen) {
        String other = seen.usualOther();
        return suspected(
                Kind.SELF_WAKE,
                seen,
                other == null ? "spawned the task that is polled again at once, always" : "spawned one of the two",
                List.of(
                        other == null
                                ? "it was polled " + rate(seen, "times") + ", and was woken again each time at once"
                                : "it and " + other + " wake each other: it was polled " + rate(seen, "times")
                                        + ", and the other one as often",
                        "a poll took " + micros(seen.longest().moved())
                                + " on average: too short for work; none of the operations that it asked was ready",
                        inAll(seen, "polls"),
                        NOT_SEEN),
                other == null
                        ? "Wait for what the loop looks for instead of asking again: a yield_now in a loop is a busy"
                                + " wait, a core is burnt."
                        : "Let each wait for an event that brings news, and not for the other one's turn.");
    }

    private static Findings.Verdict nothingReady(Sightings seen) {
        return suspected(
                Kind.NO_PROGRESS,
                seen,
                "spawned the task that asks again, though nothing came of it",
                List.of(
                        "it was polled " + rate(seen, "times") + ", and none of the operations that it asked was ready",
                        "it had asked "
                                + String.format(
                                        Locale.ROOT, "%,d", seen.longest().moved()) + " operations meanwhile",
                        inAll(seen, "polls"),
                        NOT_SEEN),
                "Wait for the one thing that is missing: look for a select! or join! that is woken by a branch that"
                        + " has nothing to give.");
    }

    private static Findings.@Nullable Verdict late(Sightings seen, Thresholds thresholds) {
        long windows = seen.times().atLeast(thresholds.lateNs());
        if (windows < SEVERAL) {
            return null;
        }
        List<String> evidence = List.of(
                "a task waited for its turn for " + Findings.time(seen.times().max())
                        + " after its wake, on average of an interval, where "
                        + Findings.time(thresholds.lateNs()) + " is the budget",
                "over it in " + Findings.count(windows, "interval", "intervals") + ", with "
                        + Findings.count(seen.count(), "poll", "polls") + "; the service's own clock has measured it");
        return new Findings.Verdict(
                Kind.LATE_WAKE,
                Grade.PROVEN,
                windows,
                null,
                evidence,
                "Find what holds the runtime's workers (a blocked-loop finding names it) or give it more of them: the"
                        + " wake came, and its turn did not.");
    }

    private static Findings.@Nullable Verdict longPoll(Sightings seen, Thresholds thresholds) {
        long longest = seen.longest().nanos();
        if (seen.count() < SEVERAL && longest < LONG * thresholds.stallNs()) {
            return null;
        }
        return suspected(
                Kind.BLOCKED_LOOP,
                seen,
                seen.count(),
                "spawned the task that kept its worker for so long",
                List.of(
                        "one poll took " + Findings.time(longest) + ", or has by now, where "
                                + Findings.time(thresholds.stallNs()) + " is the limit",
                        "who stood behind it is not seen from outside, nor whether it said so by block_in_place:"
                                + " hence suspected"),
                "Do what blocks or computes in spawn_blocking and let the task wait for it, or do it in slices and"
                        + " yield between.");
    }

    private static Findings.Verdict overdue(Sightings seen) {
        return suspected(
                Kind.LOST_WAKE,
                seen,
                seen.count(),
                null,
                List.of(
                        "its timer was due " + Findings.time(seen.longest().nanos())
                                + " ago, and has not woken it: it had polled the timer while that was pending",
                        "by the service's own clock; a clock that was paused (tokio::time::pause) would look the same"),
                "Update tokio, or whatever else keeps the timers: a timer that was polled fires its waker when it is"
                        + " due.");
    }

    private static Findings.Verdict unreceived(Sightings seen) {
        return suspected(
                Kind.LOST_WAKE,
                seen,
                seen.count(),
                null,
                List.of(
                        "an answer was sent " + Findings.time(seen.longest().nanos())
                                + " ago, and the future that waits for it has not been polled since: its wake went to"
                                + " somebody who does not run it any more",
                        "who polled it last: " + seen.longest().other(),
                        "a future that is kept and not awaited for now would look the same: hence suspected"),
                "Look for a future that several tasks share or that is polled once and put away: whoever is woken has"
                        + " to poll it, or to wake who does.");
    }

    private static Findings.Verdict idleHolder(Sightings seen) {
        return suspected(
                Kind.LOST_WAKE,
                seen,
                seen.count(),
                "spawned the task that waits while it holds a lock",
                List.of(
                        Findings.count(seen.longest().moved(), "task waits", "tasks wait") + " for the " + seen.source()
                                + " that it was the last to get, and it has been idle for "
                                + Findings.time(seen.longest().nanos()) + ", with no timer that will run it",
                        "none of its line's waits that went on took a third of that, and 99 % not a tenth",
                        "an answer that takes so long would look the same: hence suspected"),
                "Do not hold a lock across an await that may never end: let go of it before, or put a timeout around"
                        + " what is awaited.");
    }

    private static Findings.Verdict noneFinishes(Sightings seen) {
        return suspected(
                Kind.LOST_WAKE,
                seen,
                seen.longest().moved(),
                null,
                List.of(
                        "none of its line has finished for "
                                + Findings.time(seen.longest().nanos()) + ", all that it has spawned since wait, and no"
                                + " timer will run them: before that "
                                + seen.longest().other(),
                        "an answer that takes so long for all of them would look the same: hence suspected"),
                "Look for what all of them need and somebody has kept: a permit, a guard or a pooled connection that"
                        + " is not given back on every path, a channel that is full since its reader has left.");
    }

    private static Findings.Verdict suspected(
            Kind kind, Sightings seen, String did, List<String> evidence, String fix) {
        return suspected(kind, seen, seen.reports(), did, evidence, fix);
    }

    private static Findings.Verdict suspected(
            Kind kind, Sightings seen, long count, @Nullable String did, List<String> evidence, String fix) {
        Finding.Culprit culprit = did == null ? null : new Finding.Culprit(seen.site(), did);
        return new Findings.Verdict(kind, Grade.SUSPECTED, count, culprit, evidence, fix);
    }

    private static String rate(Sightings seen, String unit) {
        long nanos = Math.max(1, seen.longest().nanos());
        return String.format(
                Locale.ROOT,
                "%,d %s within %s, %,d a second",
                seen.longest().count(),
                unit,
                Findings.time(nanos),
                Math.round(seen.longest().count() * 1e9 / nanos));
    }

    private static String polls(Sightings seen) {
        return String.format(
                Locale.ROOT, "it was polled %,d times meanwhile", seen.longest().moved());
    }

    private static String inAll(Sightings seen, String unit) {
        return String.format(Locale.ROOT, "in all %,d %s in %s of it", seen.count(), unit, Findings.time(seen.nanos()));
    }

    private static String micros(long nanos) {
        return String.format(Locale.ROOT, "%.1f µs", nanos / 1e3);
    }
}
