package dev.rouse.engine.compare;

import dev.rouse.engine.model.Grade;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The order in which changes are told: regressions before what has come, gone or become better; new findings first, the
 * surest and most frequent of them before the others; then by effect.
 *
 * <p>A delay at one line delays all who wait behind it too, by as much. Among changes of about the same effect the one
 * that changed most, compared with what it was, is therefore told first: it is the nearest to the cause.
 */
final class Ranking {
    /** Effects of at least so much of the largest are about the same: rates are estimates from samples. */
    private static final double ABOUT = 0.5;

    private Ranking() {}

    static List<Change> of(List<Change> changes) {
        List<Change> ranked = new ArrayList<>();
        ranked.addAll(findings(changes, Change.What.NEW_FINDING));
        ranked.addAll(byEffect(changes, true));
        ranked.addAll(byEffect(changes, false));
        ranked.addAll(findings(changes, Change.What.GONE_FINDING));
        return ranked;
    }

    private static List<Change> findings(List<Change> changes, Change.What what) {
        return changes.stream()
                .filter(change -> change.what() == what)
                .sorted(Comparator.<Change, Grade>comparing(change -> change.finding() == null
                                ? Grade.SUSPECTED
                                : change.finding().grade())
                        .thenComparing(change ->
                                change.finding() == null ? 0 : change.finding().count())
                        .reversed())
                .toList();
    }

    private static List<Change> byEffect(List<Change> changes, boolean regressions) {
        List<Change> left = new ArrayList<>(changes.stream()
                .filter(change -> change.finding() == null && change.what().isRegression() == regressions)
                .sorted(Comparator.comparingDouble(Change::effect)
                        .reversed()
                        .thenComparing(change -> change.site().name()))
                .toList());
        List<Change> ranked = new ArrayList<>();
        while (!left.isEmpty()) {
            double least = left.get(0).effect() * ABOUT;
            List<Change> alike =
                    left.stream().filter(change -> change.effect() >= least).toList();
            left.removeAll(alike);
            alike.stream()
                    .sorted(Comparator.comparingDouble(Change::ratio).reversed())
                    .forEach(ranked::add);
        }
        return ranked;
    }
}
