package dev.rouse.engine.compare;

import dev.rouse.engine.model.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Findings that one recording has and the other has not: of the same kind, method and source, whatever the line. */
final class FindingChanges {
    private FindingChanges() {}

    static List<Change> of(List<Finding> base, List<Finding> now) {
        Map<List<Object>, Finding> before = byPlace(base);
        Map<List<Object>, Finding> after = byPlace(now);
        List<Change> changes = new ArrayList<>();
        after.forEach((place, finding) -> {
            if (!before.containsKey(place)) {
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
