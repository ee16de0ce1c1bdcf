package dev.rouse.engine.detect;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.model.SiteHistory;
import dev.rouse.engine.model.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A wait that will never end. Proven when the collector took its source while it was incomplete and somebody still
 * waits for what would follow; suspected by {@linkplain OldAge age against its site's history} or because
 * {@linkplain Stillness nobody is left who could wake it}; or as its {@linkplain ToldLost source tells} by itself.
 */
final class LostWake implements Detector {
    @Override
    public List<Finding> examine(Ledger ledger, Thresholds thresholds) {
        List<Finding> findings = new ArrayList<>();
        for (List<Wait> group : ledger.groups(ledger.waits())) {
            List<Verdict> lost = verdicts(ledger, thresholds, group);
            if (!lost.isEmpty()) {
                findings.add(finding(ledger, lost));
            }
        }
        findings.addAll(ToldLost.examine(ledger));
        return findings;
    }

    /** Why one wait is lost. */
    record Verdict(Wait lost, Grade grade, List<String> evidence) {}

    private static List<Verdict> verdicts(Ledger ledger, Thresholds thresholds, List<Wait> group) {
        List<Verdict> verdicts = new ArrayList<>();
        OldAge oldAge = OldAge.of(ledger, thresholds, group);
        Orphaned orphaned = Orphaned.of(ledger, thresholds, group);
        for (Wait wait : group) {
            Verdict verdict = abandonedLock(ledger, thresholds, wait);
            verdict = verdict == null ? orphaned.judge(wait) : verdict;
            verdict = verdict == null ? NeverGivenBack.judge(ledger, thresholds, wait) : verdict;
            verdict = verdict == null ? Stillness.judge(ledger, thresholds, wait) : verdict;
            verdict = verdict == null ? NoWakerLeft.judge(ledger, thresholds, wait) : verdict;
            verdict = verdict == null ? oldAge.judge(wait) : verdict;
            if (verdict != null) {
                verdicts.add(verdict);
            }
        }
        return verdicts;
    }

    /** Looked at twice: between reading the holder and asking whether it lives, it may have unlocked and ended. */
    private static @Nullable Verdict abandonedLock(Ledger ledger, Thresholds thresholds, Wait wait) {
        if (wait.timed() || wait.holderEndedForNs(ledger.now()) < thresholds.floorNs()) {
            return null;
        }
        String ended = "the thread that holds the lock has ended without releasing it, and only it could";
        return new Verdict(wait, Grade.PROVEN, List.of(ended));
    }

    private static Finding finding(Ledger ledger, List<Verdict> lost) {
        Verdict first = strongest(lost);
        Wait wait = first.lost();
        long oldest = lost.stream().mapToLong(v -> v.lost().since()).min().orElseThrow();
        SiteHistory history = ledger.history(wait.site());
        return new Finding(
                Kind.LOST_WAKE,
                first.grade(),
                lost.size(),
                ledger.wallClock(oldest),
                ledger.wallClock(ledger.now()),
                Findings.fingerprint(Kind.LOST_WAKE, wait.site(), wait.source()),
                Findings.waiting(wait, (ledger.now() - oldest) / 1_000_000),
                history == null ? null : history.usualWaker(),
                culprit(wait),
                lost.stream()
                        .flatMap(v -> v.lost().sockets().stream())
                        .distinct()
                        .toList(),
                evidence(lost, first),
                fix(wait),
                ledger.refused() > 0);
    }

    private static Verdict strongest(List<Verdict> lost) {
        Verdict strongest = lost.get(0);
        for (Verdict verdict : lost) {
            boolean tells = verdict.lost().made() != null && strongest.lost().made() == null;
            int higher = verdict.grade().compareTo(strongest.grade());
            if (higher > 0 || (higher == 0 && tells)) {
                strongest = verdict;
            }
        }
        return strongest;
    }

    private static List<String> evidence(List<Verdict> lost, Verdict first) {
        List<String> evidence = new ArrayList<>(first.evidence());
        if (first.lost().wakersCounted() && !first.lost().noWakerLeft()) {
            evidence.add(Findings.count(first.lost().wakersHeld(), "waker of it is", "wakers of it are")
                    + " held; by whom, and whether it will ever be fired, is not seen from outside");
        }
        List<Site> wakers = first.lost().wakingLines();
        if (!wakers.isEmpty()) {
            String lines = wakers.stream().map(Site::name).collect(Collectors.joining(", "));
            evidence.add("what wakes it, in the code around: " + lines);
        }
        long same = lost.stream().filter(v -> v.grade() == first.grade()).count();
        if (same < lost.size()) {
            evidence.add(
                    same + " of the " + lost.size() + " are " + first.grade().id() + ", the others suspected");
        }
        return evidence;
    }

    private static Finding.@Nullable Culprit culprit(Wait wait) {
        if (NeverGivenBack.culprit(wait) != null) {
            return NeverGivenBack.culprit(wait);
        }
        if (wait.made() == null && wait.wakingLines().size() == 1) {
            return new Finding.Culprit(
                    wait.wakingLines().get(0), "the only line around that wakes it: it was not reached, or too early");
        }
        return wait.made() == null
                ? null
                : new Finding.Culprit(
                        wait.made(), "made the " + Findings.simple(wait.source()) + " that nobody holds any more");
    }

    private static String fix(Wait wait) {
        if (wait.wakersCounted()) {
            return "Keep context.waker() with whatever will make the awaited future ready, fire it on every path, and"
                    + " look for a callback that is dropped, a slot that a second caller overwrites.";
        }
        if (wait.sourceCollected()) {
            return "Keep each " + Findings.simple(wait.source())
                    + " where its completer finds it until it is completed, and"
                    + " complete it on every path: look for a slot or map entry that a second request overwrites, a"
                    + " callback registered after the event, an exception that skips complete().";
        }
        if (wait.lending() != null) {
            return "Give back what is borrowed on every path: in a finally block, or by try-with-resources; and give the"
                    + " wait a timeout.";
        }
        return switch (wait.role()) {
            case RESULT ->
                "Complete the " + Findings.simple(wait.source()) + " on every path of its producer, the failing ones"
                        + " too, and give the wait a timeout.";
            case LOCK -> "Release the lock in a finally block.";
            case LATCH -> "Count the latch down on every path (finally), the failing ones too.";
            default -> "Signal after each change that can make the awaited condition true, on every path (finally).";
        };
    }
}
