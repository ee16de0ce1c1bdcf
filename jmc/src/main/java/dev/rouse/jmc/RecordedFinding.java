package dev.rouse.jmc;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmc.common.item.Attribute;
import org.openjdk.jmc.common.item.IAccessorFactory;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.IItemIterable;
import org.openjdk.jmc.common.item.ItemFilters;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit;

/** A finding as the last event of its fingerprint tells it. */
record RecordedFinding(
        String kind,
        boolean proven,
        long count,
        String site,
        @Nullable String usualWaker,
        @Nullable String culprit,
        String evidence,
        String fix) {
    static final String EVENT = "dev.rouse.Finding";

    private static final IAccessorFactory<String> FINGERPRINT = text("fingerprint");
    private static final IAccessorFactory<IQuantity> COUNT = Attribute.attr("count", UnitLookup.NUMBER);

    private static IAccessorFactory<String> text(String field) {
        return Attribute.attr(field, UnitLookup.PLAIN_TEXT);
    }

    /** Those of a recording, the proven first. */
    static List<RecordedFinding> in(IItemCollection items) {
        Map<String, IItem> last = new LinkedHashMap<>();
        for (IItemIterable some : items.apply(ItemFilters.type(EVENT))) {
            for (IItem item : some) {
                last.merge(value(item, FINGERPRINT), item, RecordedFinding::later);
            }
        }
        return last.values().stream()
                .map(RecordedFinding::of)
                .sorted(Comparator.comparing(RecordedFinding::proven).reversed())
                .toList();
    }

    private static IItem later(IItem one, IItem other) {
        return RulesToolkit.getStartTime(one).compareTo(RulesToolkit.getStartTime(other)) > 0 ? one : other;
    }

    private static RecordedFinding of(IItem item) {
        IQuantity count = RulesToolkit.getValue(item, COUNT);
        return new RecordedFinding(
                value(item, text("kind")),
                value(item, text("grade")).equals("proven"),
                count == null ? 1 : count.longValue(),
                value(item, text("site")),
                RulesToolkit.getValue(item, text("usualWaker")),
                RulesToolkit.getValue(item, text("culprit")),
                value(item, text("evidence")),
                value(item, text("fix")));
    }

    private static String value(IItem item, IAccessorFactory<String> attribute) {
        String value = RulesToolkit.getValue(item, attribute);
        return value == null ? "" : value;
    }

    String headline() {
        return kind + ", " + (proven ? "proven" : "suspected") + ": " + count + " at " + site;
    }

    String explanation() {
        return headline()
                + ". Usually woken by " + (usualWaker == null ? "nobody that is known" : usualWaker)
                + (culprit == null ? "" : ". At fault: " + culprit)
                + ". " + evidence + ".";
    }
}
