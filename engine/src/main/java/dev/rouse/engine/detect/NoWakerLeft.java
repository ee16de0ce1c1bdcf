package dev.rouse.engine.detect;

import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.model.Role;
import dev.rouse.engine.model.SiteHistory;
import dev.rouse.engine.model.Wait;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Nobody holds a waker of what waits, nobody has fired one, and it is far older than any wait of its site that went on.
 * Only waits for one result are judged so. Who waits for ever on purpose holds no waker either: hence suspected.
 */
final class NoWakerLeft {
    /** A wait three times longer than the longest that ever went on, whatever the quantiles say. */
    private static final int BEYOND_LONGEST = 3;

    private NoWakerLeft() {}

    static LostWake.@Nullable Verdict judge(Ledger ledger, Thresholds thresholds, Wait wait) {
        SiteHistory history = ledger.history(wait.site());
        if (!wait.noWakerLeft()
                || wait.role() != Role.RESULT
                || history == null
                || history.durations().total() < thresholds.minSamples()) {
            return null;
        }
        long longest = history.durations().max();
        long age = wait.ageNs(ledger.now());
        if (age < Math.max(2 * thresholds.floorNs(), BEYOND_LONGEST * longest)) {
            return null;
        }
        return new LostWake.Verdict(
                wait,
                Grade.SUSPECTED,
                List.of(
                        "nobody holds a waker of it, and nobody has fired one since its last poll: "
                                + Findings.count(
                                        wait.wakersMade(),
                                        "waker was made and is gone",
                                        "wakers were made and are gone"),
                        "it is " + Findings.time(age) + " old; of "
                                + Findings.count(history.durations().total(), "sampled wait", "sampled waits")
                                + " of this site that went on, none took more than " + Findings.time(longest)));
    }
}
