package dev.rouse.engine.detect;

import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.model.SiteHistory;
import dev.rouse.engine.model.Wait;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The collector took the source while it was incomplete, so nobody can complete it any more. That is a lost wake only
 * if somebody still waits. A thread that is blocked behind it does. A dependent that is surely still held, or a
 * connection that is still open, speaks for it only at a site whose waits commonly go on: promises are also abandoned
 * on purpose (a hedged request's loser, a step that a reused connection needs no more), and then again and again at the
 * same site. Where all that waited went with the source, it is no more than suspected.
 */
final class Orphaned {
    /** So many wakes for each orphan, and being orphaned is an exception at this site. */
    static final int RARE = 8;

    /** Fewer wakes than this for each orphan, and abandoning promises is what the site does. */
    static final int COMMON = 2;

    private final Ledger ledger;
    private final Thresholds thresholds;
    private final long orphans;
    private final long wakes;

    private Orphaned(Ledger ledger, Thresholds thresholds, long orphans, long wakes) {
        this.ledger = ledger;
        this.thresholds = thresholds;
        this.orphans = orphans;
        this.wakes = wakes;
    }

    static Orphaned of(Ledger ledger, Thresholds thresholds, List<Wait> group) {
        long orphans = group.stream().filter(Wait::sourceCollected).count();
        SiteHistory history = ledger.history(group.get(0).site());
        long wakes = history == null ? 0 : history.wakes();
        return new Orphaned(ledger, thresholds, orphans, wakes);
    }

    LostWake.@Nullable Verdict judge(Wait wait) {
        if (!wait.sourceCollected() || wait.collectedForNs(ledger.now()) < thresholds.graceNs()) {
            return null;
        }
        String collected =
                "the source was collected while it was incomplete: nobody holds its waker, nobody can" + " complete it";
        if (wait.blocked() && !wait.timeout()) {
            return proven(wait, collected, "a thread is blocked behind it");
        }
        if (wait.nobodyOnTheLine() || wakes < Math.max(thresholds.minSamples(), COMMON * orphans)) {
            return null;
        }
        if (wait.timeout()) {
            return suspected(wait, collected, "a timeout stands by to end the wait in its place");
        }
        if (wakes < RARE * orphans) {
            return suspected(
                    wait, collected, orphans + " promises of this site went so, and about " + wakes + " did not");
        }
        if (wait.kept()) {
            return proven(wait, collected, "what waits for it is still held, and incomplete");
        }
        return wait.sockets().isEmpty()
                ? suspected(wait, collected, "what waited for it was collected too: its callback never runs")
                : proven(wait, collected, "the connection behind it is still open, and serves nothing else");
    }

    private LostWake.Verdict proven(Wait wait, String collected, String waiting) {
        return new LostWake.Verdict(wait, Grade.PROVEN, List.of(collected, waiting, grace()));
    }

    private LostWake.Verdict suspected(Wait wait, String collected, String doubt) {
        return new LostWake.Verdict(wait, Grade.SUSPECTED, List.of(collected, doubt, grace()));
    }

    private String grace() {
        return "nothing else ended the wait within the grace of " + Findings.time(thresholds.graceNs());
    }
}
