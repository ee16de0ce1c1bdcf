package dev.rouse.engine.detect;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.model.Wait;
import dev.rouse.engine.source.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A wait for something out of a pool that nobody is left to give back: for some time no task has stood where something
 * is borrowed, but for those that wait for one themselves; and lines of the code borrow without giving back on every
 * way, or those that wait hold one already. Only suspected: somebody may keep what he has borrowed where no stack shows
 * it.
 */
final class NeverGivenBack {
    /** A loan of a moment between two looks is long over after so many floors. */
    private static final int AGE = 3;

    private static final int NOBODY = 2;
    private static final int LINES = 4;

    private NeverGivenBack() {}

    static LostWake.@Nullable Verdict judge(Ledger ledger, Thresholds thresholds, Wait wait) {
        Event.LendingSeen lending = wait.lending();
        long now = ledger.now();
        boolean lost = lending != null
                && wait.ageNs(now) >= AGE * thresholds.floorNs()
                && wait.nobodyInsideForNs(now) >= NOBODY * thresholds.floorNs()
                && (!lending.leaks().isEmpty() || lending.holding() > 0);
        return lost && lending != null
                ? new LostWake.Verdict(wait, Grade.SUSPECTED, evidence(lending, wait, now))
                : null;
    }

    private static List<String> evidence(Event.LendingSeen lending, Wait wait, long now) {
        List<String> evidence = new ArrayList<>();
        evidence.add("it waits for " + lending.call() + " since " + Findings.time(wait.ageNs(now)) + ", and for "
                + Findings.time(wait.nobodyInsideForNs(now))
                + " nobody has stood where one is in use: what is out was not given back");
        if (lending.holding() > 0) {
            evidence.add(Findings.count(lending.holding(), "of those that wait stands", "of those that wait stand")
                    + " where one has been borrowed already: each needs another");
        }
        if (!lending.leaks().isEmpty()) {
            evidence.add("borrowed, and not given back on every way: " + lines(lending.leaks()));
        }
        if (!lending.gives().isEmpty()) {
            evidence.add("given back at " + lines(lending.gives()));
        }
        return evidence;
    }

    private static String lines(List<Site> sites) {
        String first = sites.stream().distinct().limit(LINES).map(Site::name).collect(Collectors.joining(", "));
        long more = sites.stream().distinct().count() - LINES;
        return more > 0 ? first + " and " + more + " more" : first;
    }

    /** The only line that can have kept what is missing; null where there are several, or this is no such wait. */
    static Finding.@Nullable Culprit culprit(Wait wait) {
        Event.LendingSeen lending = wait.lending();
        return lending == null || lending.leaks().stream().distinct().count() != 1
                ? null
                : new Finding.Culprit(
                        lending.leaks().get(0),
                        "the only line that borrows one and does not give it back on every way");
    }
}
