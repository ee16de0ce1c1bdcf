package dev.rouse.engine.detect;

import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.model.SiteHistory;
import dev.rouse.engine.model.Wait;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The collector took the source while it was incomplete, so nobody can complete it any more. That is a lost wake only
 * if somebody still waits: the dependent is still held, or a connection is still open behind it. A source that goes
 * together with all that waited for it was more likely abandoned on purpose (a hedged request's loser, a closed
 * component): suspected only at a site where that is rare.
 */
final class Orphaned {
    /** Below this many sampled wakes for each abandoned wait, abandoning is what the site does. */
    private static final int RARE = 8;

    private final Ledger ledger;
    private final Thresholds thresholds;
    private final boolean rare;

    private Orphaned(Ledger ledger, Thresholds thresholds, boolean rare) {
        this.ledger = ledger;
        this.thresholds = thresholds;
        this.rare = rare;
    }

    static Orphaned of(Ledger ledger, Thresholds thresholds, List<Wait> group) {
        long abandoned = group.stream()
                .filter(wait -> wait.sourceCollected() && !someoneWaits(wait))
                .count();
        SiteHistory history = ledger.history(group.get(0).site());
        long wakes = history == null ? 0 : history.durations().total();
        return new Orphaned(ledger, thresholds, wakes >= Math.max(thresholds.minSamples(), RARE * abandoned));
    }

    LostWake.@Nullable Verdict judge(Wait wait) {
        if (!wait.sourceCollected() || wait.collectedForNs(ledger.now()) < thresholds.graceNs()) {
            return null;
        }
        String collected =
                "the source was collected while it was incomplete: nobody holds its waker, nobody can" + " complete it";
        if (someoneWaits(wait) && !wait.timeout()) {
            return new LostWake.Verdict(wait, Grade.PROVEN, List.of(collected, waiting(wait), grace()));
        }
        if (wait.timeout()) {
            return new LostWake.Verdict(
                    wait, Grade.SUSPECTED, List.of(collected, "a timeout stands by to end the wait in its place"));
        }
        if (rare) {
            return new LostWake.Verdict(
                    wait,
                    Grade.SUSPECTED,
                    List.of(collected, "what waited for it was collected too: its callback never runs", grace()));
        }
        return null;
    }

    private static boolean someoneWaits(Wait wait) {
        return wait.kept() || !wait.sockets().isEmpty();
    }

    private static String waiting(Wait wait) {
        return wait.kept()
                ? "what waits for it is still held, and incomplete"
                : "the connection behind it is still open";
    }

    private String grace() {
        return "nothing else ended the wait within the grace of " + Findings.time(thresholds.graceNs());
    }
}
