package dev.rouse.engine;

import dev.rouse.engine.detect.Detector;
import dev.rouse.engine.detect.Thresholds;
import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.source.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/**
 * The whole way of the data: events go into the ledger, the detectors look at it, and what is new among their findings
 * goes to the report. Used by one thread at a time.
 */
public final class Analysis implements Consumer<Event> {
    /** A finding whose count has grown so many times is told again at once, */
    private static final int MUCH_MORE = 2;

    /** and one that has changed at all after so long. */
    private static final long AGAIN_NS = 5_000_000_000L;

    private final Ledger ledger;
    private final Thresholds thresholds;
    private final Consumer<Finding> report;
    private final Map<String, Told> told = new HashMap<>();
    private Consumer<Event> tap = event -> {};

    private record Told(Finding finding, long at) {
        boolean isLessThan(Finding now) {
            return finding.count() != now.count() || finding.grade() != now.grade() || isShorterThan(now, 1);
        }

        boolean isMuchLessThan(Finding now) {
            int grade = now.grade().compareTo(finding.grade());
            return grade > 0
                    || (grade == 0 && (now.count() >= MUCH_MORE * finding.count() || isShorterThan(now, MUCH_MORE)));
        }

        /** The length of what happens once is what there is to know about it; an old wait only grows older. */
        private boolean isShorterThan(Finding now, int times) {
            long before = finding.waiting().ageMs();
            return now.kind() == Kind.BLOCKED_LOOP
                    && now.waiting().ageMs() > before
                    && now.waiting().ageMs() >= times * before;
        }
    }

    public Analysis(Ledger ledger, Thresholds thresholds, Consumer<Finding> report) {
        this.ledger = ledger;
        this.thresholds = thresholds;
        this.report = report;
    }

    /** Lets somebody hear every event, before the ledger takes it in. */
    public void tap(Consumer<Event> listener) {
        tap = listener;
    }

    @Override
    public void accept(Event event) {
        tap.accept(event);
        ledger.apply(event);
    }

    /** Examines the ledger as it stands at this time of the source's clock, and reports what is new. */
    public void look(long now) {
        examine(
                now,
                (finding, before) -> before.isMuchLessThan(finding)
                        || (before.isLessThan(finding) && now - before.at() >= AGAIN_NS));
    }

    /** Examines the ledger a last time, and reports whatever has changed since it was told. */
    public void finish(long now) {
        examine(now, (finding, before) -> before.isLessThan(finding));
    }

    private void examine(long now, BiPredicate<Finding, Told> worthTelling) {
        ledger.advance(now);
        for (Detector detector : Detector.ALL) {
            for (Finding finding : detector.examine(ledger, thresholds)) {
                Told before = told.get(finding.fingerprint());
                if (before == null || worthTelling.test(finding, before)) {
                    told.put(finding.fingerprint(), new Told(finding, now));
                    report.accept(finding);
                }
            }
        }
    }
}
