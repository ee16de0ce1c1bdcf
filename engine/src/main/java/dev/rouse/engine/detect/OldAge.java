package dev.rouse.engine.detect;

import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.model.Role;
import dev.rouse.engine.model.SiteHistory;
import dev.rouse.engine.model.Wait;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A wait far older than any other of its site, while later ones were woken. Only waits for one result are judged so: a
 * worker or a condition may wait for work as long as there is none. Several such waits at once, or a very old one, make
 * the case; a single slow answer does not.
 */
final class OldAge {
    /** So many unheard-of waits of one site are no single slow answer. */
    private static final int SEVERAL = 3;

    /** A wait three times longer than the longest that ever went on, whatever the quantiles say. */
    private static final int BEYOND_LONGEST = 3;

    /** Crossed the limit for so long: a pause of the whole JVM is over by then, and the others have caught up. */
    private static final long SETTLED_NS = 2_000_000_000L;

    /**
     * Where waits commonly take so long that a lost one shows only after this, a callback that was dropped on purpose
     * and is not collected yet looks the same. A thread that waits is there for sure.
     */
    private static final long CALLBACK_NS = 30_000_000_000L;

    private static final int STAND_FOR_MANY = 4;

    private final Ledger ledger;
    private final Thresholds thresholds;
    private final @Nullable SiteHistory history;
    private final List<Wait> unheardOf = new ArrayList<>();

    private OldAge(Ledger ledger, Thresholds thresholds, @Nullable SiteHistory history) {
        this.ledger = ledger;
        this.thresholds = thresholds;
        this.history = history;
    }

    static OldAge of(Ledger ledger, Thresholds thresholds, List<Wait> group) {
        OldAge oldAge =
                new OldAge(ledger, thresholds, ledger.history(group.get(0).site()));
        for (Wait wait : group) {
            if (oldAge.isUnheardOf(wait)) {
                oldAge.unheardOf.add(wait);
            }
        }
        return oldAge;
    }

    private boolean isUnheardOf(Wait wait) {
        return history != null
                && history.durations().total() >= thresholds.minSamples()
                && (wait.role() == Role.RESULT || wait.role() == Role.LATCH)
                && !wait.nobodyOnTheLine()
                && (wait.taskId() != 0 || limit(history) <= CALLBACK_NS)
                && wait.ageNs(ledger.now()) >= limit(history) + SETTLED_NS
                && isOvertaken(wait, history);
    }

    /** By later ones that were seen, or by some that were and stand for many more. */
    private boolean isOvertaken(Wait wait, SiteHistory known) {
        long seen = ledger.overtakenBy(wait);
        long all = known.wakes() - wait.wakesBefore();
        return seen >= thresholds.minSamples() / 2
                || (seen >= thresholds.minSamples() / 4 && all >= STAND_FOR_MANY * (long) thresholds.minSamples());
    }

    /** Too few had gone on when the youngest of them came, and have since: never to end is what waits do here. */
    private boolean isCommon() {
        long before = unheardOf.stream().mapToLong(Wait::wakesBefore).max().orElse(0);
        long all = history == null ? 0 : history.wakes();
        return before < (long) Orphaned.COMMON * unheardOf.size() && all < (long) Orphaned.RARE * unheardOf.size();
    }

    private long limit(SiteHistory known) {
        long usual = thresholds.historyFactor() * known.durations().quantile(0.99);
        return Math.max(
                thresholds.floorNs(),
                Math.max(usual, BEYOND_LONGEST * known.durations().max()));
    }

    /**
     * Of tasks that are seen by their counters: one that waits for what a stranger may still send holds a waker too.
     */
    private static boolean mayBeAConnection(Wait wait) {
        return wait.wakersCounted() && !wait.noWakerLeft();
    }

    LostWake.@Nullable Verdict judge(Wait wait) {
        boolean several = unheardOf.size() >= SEVERAL && !mayBeAConnection(wait);
        if (history == null
                || isCommon()
                || !unheardOf.contains(wait)
                || !(several || wait.ageNs(ledger.now()) >= thresholds.loneNs())) {
            return null;
        }
        String old = "it is " + Findings.time(wait.ageNs(ledger.now())) + " old; of "
                + Findings.count(history.durations().total(), "sampled wait", "sampled waits")
                + " of this site that went on, 99 % took at most "
                + Findings.time(history.durations().quantile(0.99)) + " and none more than "
                + Findings.time(history.durations().max());
        String overtaken = Findings.count(ledger.overtakenBy(wait), "later wait", "later waits")
                + " of this site were seen to be woken meanwhile";
        return new LostWake.Verdict(wait, Grade.SUSPECTED, List.of(old, overtaken));
    }
}
