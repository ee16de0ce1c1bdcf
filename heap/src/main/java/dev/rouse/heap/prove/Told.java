package dev.rouse.heap.prove;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Fingerprint;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Site;
import dev.rouse.heap.HeapReport;
import dev.rouse.heap.hprof.Heap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The findings that verdicts make, one for each site and source. */
final class Told {
    private final Threads threads;
    private final Proof proof;
    private final Reasons reasons;
    private final boolean doubtful;
    private final Instant at;
    private final List<HeapReport.Lost> lost = new ArrayList<>();

    Told(Heap heap, Threads threads, Proof proof, List<String> doubts) {
        this.threads = threads;
        this.proof = proof;
        this.doubtful = !doubts.isEmpty();
        this.reasons = new Reasons(heap, threads, proof, doubts);
        this.at = heap.takenAt();
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        Set<HeapThread> inCycles = new HashSet<>();
        Map<String, List<List<HeapThread>>> cycles = new LinkedHashMap<>();
        for (List<HeapThread> cycle : Cycles.of(threads)) {
            if (cycle.size() > 1 && cycle.stream().noneMatch(thread -> proof.verdict(thread) == Verdict.HELD)) {
                cycles.computeIfAbsent(sites(cycle), key -> new ArrayList<>()).add(cycle);
                inCycles.addAll(cycle);
            }
        }
        cycles.forEach((sites, alike) -> findings.add(deadlock(sites, alike)));
        Map<String, List<HeapThread>> groups = new LinkedHashMap<>();
        threads.all().stream()
                .filter(thread -> thread.blocked() && proof.verdict(thread) != Verdict.HELD)
                .filter(thread -> !inCycles.contains(thread))
                .forEach(thread -> groups.computeIfAbsent(fingerprint(thread), key -> new ArrayList<>())
                        .add(thread));
        groups.values().forEach(group -> findings.add(finding(group)));
        findings.sort(Comparator.comparing(Finding::grade).reversed());
        return findings;
    }

    /** The threads of the findings, once those are told. */
    List<HeapReport.Lost> lost() {
        return lost;
    }

    private Kind kind(HeapThread thread) {
        return proof.verdict(thread) == Verdict.STARVED ? Kind.DEADLOCK : Kind.LOST_WAKE;
    }

    private String fingerprint(HeapThread thread) {
        return Fingerprint.of(kind(thread), thread.site(), thread.itsWait().source());
    }

    private Grade grade(HeapThread thread) {
        boolean sure = proof.verdict(thread) == Verdict.PROVEN && !doubtful && Innocence.of(thread) == null;
        return sure ? Grade.PROVEN : Grade.SUSPECTED;
    }

    private Finding finding(List<HeapThread> group) {
        HeapThread first = group.stream()
                .max(Comparator.comparing(this::grade).thenComparing(proof::verdict))
                .orElseThrow();
        List<String> evidence = new ArrayList<>(reasons.of(first));
        long alike =
                group.stream().filter(thread -> grade(thread) == grade(first)).count();
        if (alike < group.size()) {
            evidence.add(alike + " of the " + group.size() + " are "
                    + grade(first).id() + ", the others " + Grade.SUSPECTED.id());
        }
        return finding(
                kind(first), grade(first), group, first, fingerprint(first), evidence, Fixes.of(first, kind(first)));
    }

    private static String sites(List<HeapThread> cycle) {
        return cycle.stream().map(thread -> thread.site().name()).sorted().collect(Collectors.joining(" "));
    }

    /** @param alike circles at the same sites */
    private Finding deadlock(String sites, List<List<HeapThread>> alike) {
        List<HeapThread> cycle = alike.get(0);
        HeapThread first = cycle.stream()
                .min(Comparator.comparing(thread -> thread.site().name()))
                .orElseThrow();
        List<String> evidence = new ArrayList<>(reasons.drawn(cycle));
        if (alike.size() > 1) {
            evidence.add(alike.size() + " such circles stand at these lines");
        }
        return finding(
                Kind.DEADLOCK,
                doubtful ? Grade.SUSPECTED : Grade.PROVEN,
                alike.stream().flatMap(List::stream).toList(),
                first,
                Fingerprint.of(Kind.DEADLOCK, first.site(), sites),
                evidence,
                "Take these locks in one order everywhere, or use tryLock with a timeout.");
    }

    private Finding finding(
            Kind kind,
            Grade grade,
            List<HeapThread> group,
            HeapThread first,
            String fingerprint,
            List<String> evidence,
            String fix) {
        group.forEach(thread -> lost.add(new HeapReport.Lost(
                thread.tid(),
                thread.name(),
                thread.site(),
                thread.itsWait().source(),
                fingerprint,
                kind == Kind.DEADLOCK ? grade : grade(thread))));
        List<String> stack = first.stack().stream()
                .filter(frame -> !frame.getClassName().contains("$$Lambda"))
                .map(frame -> Site.of(frame).name())
                .toList();
        return new Finding(
                kind,
                grade,
                group.size(),
                at,
                at,
                fingerprint,
                new Finding.Waiting(
                        first.site(), first.name(), first.itsWait().source(), Finding.Waiting.NO_AGE, stack),
                null,
                null,
                List.of(),
                evidence,
                fix,
                false);
    }
}
