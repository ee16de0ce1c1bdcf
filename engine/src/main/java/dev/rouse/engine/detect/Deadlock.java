package dev.rouse.engine.detect;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.model.Wait;
import dev.rouse.engine.source.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A cycle of waits, each for a lock that the next one's task holds. Proven once the same tasks have been seen to hold
 * the same locks for as long as the floor: edges are read one after the other, so a cycle seen once may never have
 * stood at one moment; one in which no wait ended meanwhile did. A timed wait breaks a cycle by itself. Suspected where
 * the holders are inferred, and where the threads of a pool wait for tasks in its own queue.
 */
final class Deadlock implements Detector {
    private static final String INITIALIZATION = "class initialization";

    @Override
    public List<Finding> examine(Ledger ledger, Thresholds thresholds) {
        Map<Long, Wait> byTask = new HashMap<>();
        for (Wait wait : ledger.waits()) {
            if (wait.holder() != 0 && !wait.timed() && wait.heldForNs(ledger.now()) >= thresholds.floorNs()) {
                byTask.put(wait.taskId(), wait);
            }
        }
        List<Finding> findings = new ArrayList<>();
        Set<Long> done = new HashSet<>();
        for (Wait wait : byTask.values()) {
            List<Wait> cycle = cycleFrom(wait, byTask, done);
            if (!cycle.isEmpty()) {
                findings.add(finding(ledger, cycle));
            }
        }
        return findings;
    }

    private static List<Wait> cycleFrom(Wait start, Map<Long, Wait> byTask, Set<Long> done) {
        Set<Wait> path = new LinkedHashSet<>();
        Wait wait = start;
        while (wait != null && !done.contains(wait.taskId()) && path.add(wait)) {
            wait = byTask.get(wait.holder());
        }
        boolean closed = wait != null && path.contains(wait);
        path.forEach(w -> done.add(w.taskId()));
        List<Wait> all = new ArrayList<>(path);
        return closed ? all.subList(all.indexOf(wait), all.size()) : List.of();
    }

    private static Finding finding(Ledger ledger, List<Wait> cycle) {
        Wait first =
                cycle.stream().min(Comparator.comparing(w -> w.site().name())).orElseThrow();
        Wait oldest = cycle.stream().min(Comparator.comparingLong(Wait::since)).orElseThrow();
        String sites = cycle.stream().map(w -> w.site().name()).sorted().collect(Collectors.joining(" "));
        return new Finding(
                Kind.DEADLOCK,
                cycle.stream().anyMatch(Deadlock::isInferred) ? Grade.SUSPECTED : Grade.PROVEN,
                cycle.size(),
                ledger.wallClock(oldest.since()),
                ledger.wallClock(ledger.now()),
                Findings.fingerprint(Kind.DEADLOCK, first.site(), sites),
                Findings.waiting(first, oldest.ageNs(ledger.now()) / 1_000_000),
                null,
                null,
                List.of(),
                drawn(cycle),
                fix(cycle),
                false);
    }

    private static boolean isInferred(Wait wait) {
        return wait.holderInferred() || wait.starved() != null;
    }

    private static String fix(List<Wait> cycle) {
        if (cycle.stream().anyMatch(wait -> wait.starved() != null)) {
            return "Run what a task waits for in another pool, or let the task end and go on in a callback of its result.";
        }
        if (cycle.stream().allMatch(wait -> wait.source().startsWith(INITIALIZATION))) {
            return "Let no static initializer need a class that needs its own: a superclass its subclass, above all."
                    + " Move the field to a nested class, which is initialized when first used.";
        }
        return cycle.size() == 1
                ? "Release the lock before taking it again: it cannot be upgraded, or taken twice."
                : "Take these locks in one order everywhere, or use tryLock with a timeout.";
    }

    private static List<String> drawn(List<Wait> cycle) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < cycle.size(); i++) {
            Wait wait = cycle.get(i);
            Wait next = cycle.get((i + 1) % cycle.size());
            String held = wait.starved() == null ? " holds" : "'s pool has in its queue";
            lines.add(wait.task() + " waits at " + wait.site() + " for a " + wait.source() + " that " + next.task()
                    + held);
        }
        Event.PoolStarved starved = cycle.get(0).starved();
        if (starved != null) {
            lines.add("all " + Findings.count(starved.workers(), "thread", "threads")
                    + " of the pool wait so, and nobody is left to run the "
                    + Findings.count(starved.queued(), "task", "tasks") + " in its queue");
        }
        if (cycle.stream().anyMatch(Wait::holderInferred)) {
            lines.add("who holds a lock is not seen from outside: it is the last that was seen to get it");
        }
        return lines;
    }
}
