package dev.rouse.console;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Site;
import dev.rouse.heap.HeapReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a heap dump adds to a suspected lost wake of the same line and type: a proof, agreement short of proof, or who
 * holds the waker.
 */
final class ProvenByHeap {
    private static final int WAYS_SHOWN = 3;

    /** What ends a site without a line, as those of callbacks in a dump are. */
    private static final String NO_LINE = "(Unknown Source)";

    private final Finding suspected;
    private final HeapReport heap;

    private ProvenByHeap(Finding suspected, HeapReport heap) {
        this.suspected = suspected;
        this.heap = heap;
    }

    /** The same finding with the dump's word first in its evidence; the dump is younger than the finding. */
    static Finding judge(Finding suspected, HeapReport heap) {
        return new ProvenByHeap(suspected, heap).judge();
    }

    private Finding judge() {
        Grade grade = Grade.SUSPECTED;
        List<String> evidence = new ArrayList<>();
        for (Finding found : found()) {
            boolean proven = found.grade() == Grade.PROVEN;
            grade = proven ? Grade.PROVEN : grade;
            evidence.addAll(words(found, proven ? "proven by heap: " : "not proven by heap: "));
        }
        held().stream().limit(WAYS_SHOWN).forEach(held -> evidence.add(words(held)));
        if (evidence.isEmpty()) {
            callbacks(evidence);
        }
        if (evidence.isEmpty()) {
            evidence.add("not proven by heap: the dump shows nothing that waits here any more");
        }
        evidence.addAll(suspected.evidence());
        return new Finding(
                suspected.kind(),
                grade,
                suspected.count(),
                suspected.firstSeen(),
                suspected.lastSeen(),
                suspected.fingerprint(),
                suspected.waiting(),
                suspected.usualWaker(),
                suspected.culprit(),
                suspected.sockets(),
                evidence,
                suspected.fix(),
                suspected.partial());
    }

    /** The dump's findings that count a thread at this line, the surest first. */
    private List<Finding> found() {
        List<String> prints = heap.lost().stream()
                .filter(lost -> lost.site().equals(suspected.waiting().site())
                        && lost.source().equals(suspected.waiting().source()))
                .map(HeapReport.Lost::fingerprint)
                .distinct()
                .toList();
        return heap.findings().stream()
                .filter(finding ->
                        finding.fingerprint().equals(suspected.fingerprint()) || prints.contains(finding.fingerprint()))
                .sorted((one, other) -> other.grade().compareTo(one.grade()))
                .toList();
    }

    private List<String> words(Finding found, String grade) {
        List<String> words = new ArrayList<>();
        String kind = found.kind() == Kind.DEADLOCK ? "a deadlock: " : "";
        List<String> evidence = found.evidence();
        words.add(grade + kind + (evidence.isEmpty() ? "the dump gives no reason" : evidence.get(0)));
        words.addAll(evidence.subList(Math.min(1, evidence.size()), evidence.size()));
        if (found.count() != suspected.count()) {
            words.add("the dump counts " + found.count() + ", of " + suspected.count() + " that are suspected");
        }
        return words;
    }

    private List<HeapReport.Held> held() {
        return heap.held().stream()
                .filter(held -> held.site().equals(suspected.waiting().site())
                        && Objects.equals(held.source(), suspected.waiting().source()))
                .toList();
    }

    private static String words(HeapReport.Held held) {
        String who = held.count() == 1 ? "held by " : "of " + held.count() + " waits here the first is held by ";
        return who + String.join(" ", held.trail());
    }

    /** Of a callback a dump tells the class and not the line, so what it says may be of another one: never a proof. */
    private void callbacks(List<String> evidence) {
        String whose = " with callbacks of " + type(suspected.waiting().site());
        heap.findings().stream()
                .filter(found ->
                        isSameClass(found.waiting().site(), found.waiting().source()))
                .limit(WAYS_SHOWN)
                .forEach(found -> evidence.add("not proven by heap, which has " + found.count() + whose
                        + " and not their lines: " + found.evidence().get(0)));
        heap.held().stream()
                .filter(held -> isSameClass(held.site(), held.source()))
                .limit(WAYS_SHOWN)
                .forEach(held -> evidence.add(held.count() + whose + ", held by " + String.join(" ", held.trail())));
    }

    private boolean isSameClass(Site site, String source) {
        return site.name().endsWith(NO_LINE)
                && source.equals(suspected.waiting().source())
                && type(site).equals(type(suspected.waiting().site()));
    }

    private static String type(Site site) {
        int call = site.name().indexOf('(');
        int method = site.name().lastIndexOf('.', call < 0 ? site.name().length() : call);
        return method < 0 ? site.name() : site.name().substring(0, method);
    }
}
