package dev.rouse.heap.prove;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Fingerprint;
import dev.rouse.engine.model.Kind;
import dev.rouse.heap.HeapReport;
import dev.rouse.heap.Look;
import dev.rouse.heap.hprof.BadDump;
import dev.rouse.heap.hprof.Heap;
import dev.rouse.heap.hprof.HeapClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The whole way from an indexed dump to its report. */
public final class HeapProof {
    private final Heap heap;
    private final JdkLayout layout;
    private final Threads threads;
    private final List<String> doubts;
    private final Proof proof;

    private HeapProof(Heap heap, List<String> threadPrint) {
        this.heap = heap;
        layout = new JdkLayout(heap);
        threads = Threads.of(heap, layout);
        if (threads.all().isEmpty()) {
            throw new BadDump("it lists no threads, so nothing can be told of their waits");
        }
        new ThreadPrint(heap, threads).read(threadPrint);
        doubts = doubts();
        proof = new Proof(heap, threads);
    }

    /**
     * @param threadPrint the lines of {@code jcmd PID Thread.print -l}, taken right after the dump; empty without
     * @throws BadDump when the dump is damaged
     */
    public static HeapReport of(Heap heap, List<String> threadPrint) {
        try {
            return new HeapProof(heap, threadPrint).report();
        } catch (IndexOutOfBoundsException e) {
            throw new BadDump("it is damaged: an object points outside the file", e);
        }
    }

    /** The same with what tells the dump from others, so that two can be compared. */
    public static Look look(Heap heap, List<String> threadPrint) {
        return new Look(of(heap, threadPrint), heap.takenAt(), heap.salt());
    }

    private List<String> doubts() {
        List<String> all = new ArrayList<>(layout.doubts());
        int unlisted = threads.unlisted(heap);
        if (unlisted > 0) {
            all.add(unlisted
                    + " virtual threads have no frames in this dump (JDK 21's leave them out, JDK-8321565), and"
                    + " any of them may hold a waker");
        }
        int continuations = continuations();
        if (continuations > 0) {
            all.add(continuations + " continuations belong to no thread; a dump does not show what their frames hold");
        }
        List<String> hidden = Proof.hiddenClasses(heap);
        if (!hidden.isEmpty()) {
            all.add(hidden.size() + " hidden classes, as " + hidden.get(0)
                    + ", may keep data that a dump does not show");
        }
        return all;
    }

    /** Frames on the heap that some code manages by itself, with the JDK's internal class. */
    private int continuations() {
        return heap.classes().stream()
                .filter(type -> type.is("jdk.internal.vm.Continuation"))
                .filter(type -> !type.name().equals("java.lang.VirtualThread$VThreadContinuation"))
                .mapToInt(HeapClass::instances)
                .sum();
    }

    private HeapReport report() {
        PromiseFindings promises = new PromiseFindings(heap, threads, proof, doubts);
        Told told = new Told(heap, threads, proof, doubts);
        List<Finding> findings = new ArrayList<>(told.findings());
        findings.addAll(promises.findings());
        findings.sort(Comparator.comparing(Finding::grade).reversed());
        List<HeapReport.Held> held = new ArrayList<>(held());
        held.addAll(promises.held());
        return new HeapReport(counts(), findings, held, doubts, told.lost());
    }

    private HeapReport.Counts counts() {
        int all = threads.all().size();
        int virtual = (int) threads.all().stream().filter(HeapThread::virtual).count();
        int blocked = (int) threads.all().stream().filter(HeapThread::blocked).count();
        int held = (int) threads.all().stream()
                .filter(thread -> thread.blocked() && proof.verdict(thread) == Verdict.HELD)
                .count();
        return new HeapReport.Counts(layout.feature(), heap.size(), all, virtual, all - blocked, held, blocked - held);
    }

    private List<HeapReport.Held> held() {
        Reasons reasons = new Reasons(heap, threads, proof, doubts);
        Map<String, List<HeapThread>> groups = new LinkedHashMap<>();
        threads.all().stream()
                .filter(thread -> thread.blocked() && proof.verdict(thread) == Verdict.HELD)
                .forEach(thread -> groups.computeIfAbsent(
                                thread.site() + " " + thread.itsWait().source() + reasons.shape(thread),
                                key -> new ArrayList<>())
                        .add(thread));
        return groups.entrySet().stream()
                .map(group -> held(group.getValue(), reasons))
                .toList();
    }

    private static HeapReport.Held held(List<HeapThread> group, Reasons reasons) {
        HeapThread first = group.get(0);
        String source = first.itsWait().source();
        return new HeapReport.Held(
                first.site(),
                source,
                group.size(),
                first.name(),
                reasons.holder(first),
                Fingerprint.of(Kind.LOST_WAKE, first.site(), source + reasons.shape(first)));
    }
}
