package dev.rouse.console;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.heap.HeapReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Turns suspected lost wakes of a watched JVM into proof, or says who holds the waker, by one heap dump. It is taken
 * when the agent has left: what the agent knows of the waits is then gone from the heap, and the pause misleads none of
 * its detectors.
 */
final class ProofByDump {
    private final HostProcess target;
    private final Report report;
    private final Duration least;

    /** @param least how old a suspected wait must be to be worth a pause */
    ProofByDump(HostProcess target, Report report, Duration least) {
        this.target = target;
        this.report = report;
        this.least = least;
    }

    /** Says beforehand what a dump would cost. */
    void announce() throws IOException, InterruptedException {
        TakenDump.Plan plan = TakenDump.Plan.of(target, null);
        report.say("if a suspected lost-wake is older than " + Durations.words(least)
                + " at the end, the heap is dumped to prove it: process " + target.pid() + " " + plan.words());
    }

    void prove() throws InterruptedException {
        if (report.findings().stream().noneMatch(this::isSuspected)) {
            report.say("there is nothing to prove: no suspected lost-wake is older than " + Durations.words(least));
            return;
        }
        if (!target.isAlive()) {
            report.say("nothing can be proven any more: process " + target.pid() + " has ended");
            return;
        }
        try {
            tell(look());
        } catch (BadUse e) {
            report.say("nothing was proven: " + e.getMessage());
        } catch (IOException e) {
            report.say("nothing was proven: " + Sentences.reason(e, ""));
        }
    }

    private boolean isSuspected(Finding finding) {
        return finding.kind() == Kind.LOST_WAKE
                && finding.grade() == Grade.SUSPECTED
                && age(finding).compareTo(least) >= 0;
    }

    /** As it is now: a finding that grows older without more waits is not told again. */
    private static Duration age(Finding finding) {
        return Duration.ofMillis(finding.waiting().ageMs()).plus(Duration.between(finding.lastSeen(), Instant.now()));
    }

    private HeapReport look() throws IOException, InterruptedException {
        TakenDump.Plan plan = TakenDump.Plan.of(target, null);
        report.say("process " + target.pid() + " " + plan.words());
        try (TakenDump taken = TakenDump.of(plan)) {
            report.say(taken.words());
            return new DumpReader(report).read(taken.file(), taken.threads()).report();
        }
    }

    private void tell(HeapReport heap) {
        heap.doubts().forEach(doubt -> report.say("nothing of this dump is called proven: " + doubt));
        report.review(finding -> isSuspected(finding) ? ProvenByHeap.judge(finding, heap) : finding);
        Set<String> known = report.findings().stream().map(Finding::fingerprint).collect(Collectors.toSet());
        List<Finding> more = heap.findings().stream()
                .filter(finding -> finding.grade() == Grade.PROVEN && !known.contains(finding.fingerprint()))
                .toList();
        more.forEach(finding -> report.finding(target.pid(), finding));
    }
}
