package dev.rouse.engine.detect;

import dev.rouse.engine.model.Fact;
import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.model.Sightings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Waits that their own source says are lost: it holds their wakers, or knows that nobody does. What a look found ready
 * is suspected the first time at a site, since a wake may have been on its way just then, and proven from the second.
 */
final class ToldLost {
    /** Twice the same accident at one site is none. */
    private static final int NO_ACCIDENT = 2;

    /** Parked for so long, with something there: no signal is on its way any more. */
    private static final long LONG_NS = 1_000_000_000L;

    private ToldLost() {}

    static List<Finding> examine(Ledger ledger) {
        // One finding for each site and type, by the first of these facts: a later one tells of the same waits.
        Map<String, Finding> findings = new LinkedHashMap<>();
        for (Fact fact : List.of(
                Fact.NOTHING_ARMED,
                Fact.RELEASED,
                Fact.COLLECTED,
                Fact.READY_UNWOKEN,
                Fact.READS_OFF,
                Fact.PARKED_READY)) {
            for (Sightings seen : ledger.sightings(fact)) {
                Finding finding = Findings.of(ledger, seen, verdict(seen));
                findings.putIfAbsent(finding.fingerprint(), finding);
            }
        }
        return List.copyOf(findings.values());
    }

    private static Findings.Verdict verdict(Sightings seen) {
        String type = Findings.simple(seen.source());
        return switch (seen.fact()) {
            case NOTHING_ARMED ->
                proven(
                        seen,
                        "left its waker with nobody",
                        "it was pending, and no waker was asked for: nobody can wake it",
                        "Keep context.waker() with whatever will make " + type
                                + " ready, on every path that returns pending, and then look at its condition once more.");
            case RELEASED ->
                proven(
                        seen,
                        "let go of the waker without firing it",
                        "every place that held its waker has let go of it unfired: nobody can wake it",
                        "Fire the waker before you clear or overwrite the slot that holds it, on every path of " + type
                                + "; only a waiter that gives up may clear it.");
            case COLLECTED ->
                proven(
                        seen,
                        "left the waker with what nobody holds any more",
                        "the collector has taken the waiting task: nobody held its waker, nobody can wake it",
                        "Keep what will fire the waker of " + type
                                + " reachable until it has: look for a map entry that is overwritten, a sender that is"
                                + " dropped without closing, a listener that is held weakly.");
            case READS_OFF -> readsOff(seen);
            case PARKED_READY -> parkedReady(seen, type);
            default -> foundReady(seen, type);
        };
    }

    private static Findings.Verdict proven(Sightings seen, String did, String why, String fix) {
        Finding.Culprit culprit = new Finding.Culprit(seen.site(), Findings.simple(seen.source()) + " " + did);
        return new Findings.Verdict(Kind.LOST_WAKE, Grade.PROVEN, seen.count(), culprit, List.of(why), fix);
    }

    private static Findings.Verdict foundReady(Sightings seen, String type) {
        Grade grade = seen.reports() < NO_ACCIDENT ? Grade.SUSPECTED : Grade.PROVEN;
        List<String> evidence = List.of(
                "a poll that nobody had asked for found it ready, and no wake came within the grace",
                "it had waited for " + Findings.time(seen.longest().nanos())
                        + "; that poll let it go on, so the hang is hidden while Rouse's runtime looks",
                grade == Grade.PROVEN
                        ? "seen " + Findings.count(seen.reports(), "time", "times") + " at this site"
                        : "seen once: a wake may have been on its way; proven from the second time at this site");
        return new Findings.Verdict(
                Kind.LOST_WAKE,
                grade,
                seen.count(),
                null,
                evidence,
                "Fire the waker after each change that makes " + type
                        + " ready, on every path; and after keeping a waker look at the condition once more.");
    }

    /** Whoever has held a read back may still ask for it: that cannot be told from outside. */
    private static Findings.Verdict readsOff(Sightings seen) {
        List<StackTraceElement> handlers = seen.stack();
        List<String> evidence = new ArrayList<>();
        evidence.add("the connection is to be read automatically and "
                + Findings.count(seen.longest().moved(), "byte lies", "bytes lie")
                + " unread in it, but its channel does not wait for readiness, and no read is pending");
        evidence.add("seen for " + Findings.time(seen.longest().nanos()) + " while the loop had nothing to do; from "
                + seen.longest().other());
        evidence.add(
                handlers.isEmpty()
                        ? "no handler of its pipeline intercepts read()"
                        : "reads go through "
                                + handlers.stream()
                                        .map(frame -> Findings.simple(frame.getClassName()))
                                        .distinct()
                                        .collect(Collectors.joining(", ")));
        Finding.Culprit culprit = handlers.isEmpty()
                ? null
                : new Finding.Culprit(
                        seen.site(), "is given the channel's reads and is the first that may have kept one");
        return new Findings.Verdict(
                Kind.LOST_WAKE,
                Grade.SUSPECTED,
                seen.count(),
                culprit,
                evidence,
                "A handler that takes a read() must pass it on, now or later, on every path; one that reads only on"
                        + " demand should switch automatic reading off.");
    }

    private static Findings.Verdict parkedReady(Sightings seen, String type) {
        boolean sure = seen.longest().nanos() >= LONG_NS || seen.reports() > NO_ACCIDENT;
        List<String> evidence = List.of(
                "it was parked for " + Findings.time(seen.longest().nanos()) + " at the longest, and all the while "
                        + Findings.count(seen.longest().moved(), "event was", "events were")
                        + " there for it: no signal came for them",
                "seen " + Findings.count(seen.reports(), "time", "times")
                        + "; only a later event's signal can hide that");
        return new Findings.Verdict(
                Kind.LOST_WAKE,
                sure ? Grade.PROVEN : Grade.SUSPECTED,
                seen.count(),
                new Finding.Culprit(seen.site(), "is where " + type + " was parked, and was not signalled"),
                evidence,
                "Signal after each publication that a waiter may have missed: who looks, then waits, and who publishes,"
                        + " then looks for waiters, need a full fence between the two, or a lock around both.");
    }
}
