package dev.rouse.heap.prove;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Fingerprint;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Site;
import dev.rouse.heap.HeapReport;
import dev.rouse.heap.hprof.Heap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The findings on pending promises that no thread waits for: callbacks that will never run. One for each callback and
 * verdict.
 */
final class PromiseFindings {
    private static final int CAPTURED_SHOWN = 4;

    /** The ways to more than so many are not looked for. */
    private static final int MOST_HELD = 100_000;

    private final Heap heap;
    private final Proof proof;
    private final List<String> doubts;
    private final Trail trail;
    private final Promises promises;
    private final Map<String, Group> lost = new LinkedHashMap<>();
    private final Map<String, Group> held = new LinkedHashMap<>();
    private int heldSeen;

    /**
     * @param verdict null when nobody refers to it
     * @param holder the thread that holds it, of one that is lost and not dropped; null when that cannot be told
     */
    private record Pending(
            int object,
            @Nullable Verdict verdict,
            Downstream after,
            Site site,
            @Nullable HeapThread holder) {}

    /** Promises alike, of which one stands for all. */
    private static final class Group {
        private final Pending first;
        private int count;

        private Group(Pending first) {
            this.first = first;
        }
    }

    PromiseFindings(Heap heap, Threads threads, Proof proof, List<String> doubts) {
        this.heap = heap;
        this.proof = proof;
        this.doubts = doubts;
        this.trail = new Trail(heap, threads, proof.marking());
        this.promises = proof.promises();
        promises.sources().forEach(this::sort);
    }

    private void sort(int i) {
        int object = promises.object(i);
        Verdict verdict = promises.verdict(i);
        boolean isHeld = verdict == Verdict.HELD;
        if (isHeld && ++heldSeen > MOST_HELD) {
            return;
        }
        Downstream after = Downstream.of(heap, proof, object, isHeld);
        Site site = after.site();
        if (site != null && !after.waited()) {
            HeapThread holder = isHeld || verdict == null ? null : trail.holder(object);
            Pending pending = new Pending(object, verdict, after, site, holder);
            String key = site + " " + heap.typeName(object) + " "
                    + (isHeld ? trail.shape(object) : verdict + held(holder) + grade(pending));
            (isHeld ? held : lost).computeIfAbsent(key, k -> new Group(pending)).count++;
        }
    }

    private static String held(@Nullable HeapThread holder) {
        return holder == null ? "" : " held at " + holder.site();
    }

    List<Finding> findings() {
        return lost.values().stream().map(this::finding).toList();
    }

    private Finding finding(Group group) {
        Pending first = group.first;
        HeapThread holder = first.holder();
        String type = heap.typeName(first.object());
        return new Finding(
                Kind.LOST_WAKE,
                grade(first),
                group.count,
                heap.takenAt(),
                heap.takenAt(),
                Fingerprint.of(Kind.LOST_WAKE, first.site(), type + " " + first.verdict() + held(holder)),
                new Finding.Waiting(first.site(), null, type, Finding.Waiting.NO_AGE, List.of()),
                null,
                holder == null
                        ? null
                        : new Finding.Culprit(holder.site(), "the only thread that holds the promise waits for ever"),
                List.of(),
                evidence(first),
                fix(first),
                false);
    }

    /** Proven is what only those threads hold that surely never go on, and that are no innocent waiters themselves. */
    private Grade grade(Pending pending) {
        HeapThread holder = pending.holder();
        return pending.verdict() == Verdict.PROVEN
                        && doubts.isEmpty()
                        && holder != null
                        && holder.blocked()
                        && proof.verdict(holder) == Verdict.PROVEN
                        && Innocence.of(holder) == null
                ? Grade.PROVEN
                : Grade.SUSPECTED;
    }

    private List<String> evidence(Pending pending) {
        HeapThread holder = pending.holder();
        List<String> evidence = new ArrayList<>();
        String who = holder == null ? "threads that will not go on" : holder + ", which waits at " + holder.site();
        evidence.add(
                switch (pending.verdict() == null ? Verdict.HELD : pending.verdict()) {
                    case PROVEN -> "nobody can complete it: only " + who + " reaches it, and will never go on itself";
                    case INTERRUPT_ONLY ->
                        "interrupt-only: only " + who + " reaches it, and only an interrupt ends that wait";
                    case HELD -> "dropped: nobody can reach it any more, and its callbacks have not run";
                    default -> "suspect: only " + who + " reaches it, as far as can be told";
                });
        if (pending.verdict() != null) {
            evidence.add("the way to it: " + String.join(" ", trail.to(pending.object())));
        }
        evidence.add(callbacks(pending.after()));
        if (pending.verdict() == null) {
            evidence.add(
                    proof.garbage()
                            ? "not proven: this dump holds garbage too, and nothing tells who minds"
                            : "not proven: it is not sure that anybody minds");
        }
        doubts.forEach(doubt -> evidence.add("not proven: " + doubt));
        return evidence;
    }

    private static String callbacks(Downstream after) {
        String several =
                after.functions() == 1 ? "one callback hangs on it" : after.functions() + " callbacks hang on it";
        List<String> captured = after.captured().stream().limit(CAPTURED_SHOWN).toList();
        return several + (captured.isEmpty() ? "" : ", with " + String.join(", ", captured));
    }

    private static String fix(Pending pending) {
        return pending.verdict() == null
                ? "Keep the promise until it is complete: look for a slot or map entry that a second request overwrites, and"
                        + " for an error path that lets go of it; give it a timeout (orTimeout)."
                : "Mend what the thread waits for that was to complete it, and give the promise a timeout (orTimeout).";
    }

    /** Those that somebody can complete, by the way to whoever holds them. */
    List<HeapReport.Held> held() {
        return held.values().stream()
                .sorted(Comparator.comparingInt((Group group) -> group.count).reversed())
                .map(this::held)
                .toList();
    }

    private HeapReport.Held held(Group group) {
        Pending first = group.first;
        String type = heap.typeName(first.object());
        List<String> lines = new ArrayList<>(trail.to(first.object()));
        String siblings = Siblings.of(heap, promises.callbacks(), trail.path(first.object()));
        if (siblings != null) {
            lines.add(siblings);
        }
        return new HeapReport.Held(
                first.site(),
                type,
                group.count,
                "a promise, and no thread",
                lines,
                Fingerprint.of(Kind.LOST_WAKE, first.site(), type + trail.shape(first.object())));
    }
}
