package dev.rouse.engine.compare;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Site;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Findings that one recording has and the other has not: of the same kind, method and source, whatever the line.
 *
 * <p>A late wake is found where lateness passes a budget, and a site close to it passes it in one run and not in the
 * next. One that ran about as late before is therefore not new: whether it runs later is measured.
 */
final class FindingChanges {
    /** So many times as late as before is new: the longest of some thousand samples varies by as much. */
    private static final int ABOUT_AS_LATE = 4;

    private FindingChanges() {}

    /** @param lateness how late a site ran at the worst in the base, in nanoseconds */
    static List<Change> of(List<Finding> base, List<Finding> now, ToLongFunction<Site> lateness) {
        Map<List<Object>, Finding> before = byPlace(base);
        Map<List<Object>, Finding> after = byPlace(now);
        List<Change> changes = new ArrayList<>();
        after.forEach((place, finding) -> {
            if (!before.containsKey(place) && !wasAboutAsLate(finding, lateness)) {
                changes.add(change(Change.What.NEW_FINDING, finding));
            }
        });
        before.forEach((place, finding) -> {
            if (!after.containsKey(place)) {
                changes.add(change(Change.What.GONE_FINDING, finding));
            }
        });
        return changes;
    }

    private static boolean wasAboutAsLate(Finding finding, ToLongFunction<Site> lateness) {
        long before = lateness.applyAsLong(finding.waiting().site()) / 1_000_000;
        return finding.kind() == Kind.LATE_WAKE
                && before * ABOUT_AS_LATE >= finding.waiting().ageMs();
    }

    private static Map<List<Object>, Finding> byPlace(List<Finding> findings) {
        Map<List<Object>, Finding> byPlace = new LinkedHashMap<>();
        for (Finding finding : findings) {
            List<Object> place = List.of(
                    finding.kind(),
                    SitePairs.method(finding.waiting().site()),
                    finding.waiting().source());
            byPlace.merge(place, finding, (one, other) -> other.grade().compareTo(one.grade()) > 0 ? other : one);
        }
        return byPlace;
    }

    private static Change change(Change.What what, Finding finding) {
        return new Change(what, finding.waiting().site(), null, null, 0, null, null, finding);
    }
}
