package dev.rouse.console;

import dev.rouse.engine.model.Finding;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The findings of one fingerprint, one for each JVM that had it, and what has been said of them. */
final class Group {
    private static final Comparator<Finding> SURER =
            Comparator.comparing(Finding::grade).thenComparing(Finding::lastSeen);

    private final Map<Long, Finding> byPid = new LinkedHashMap<>();

    /** As last written in JSON, and as last printed. */
    @Nullable Finding written;

    @Nullable Finding printed;

    void put(long pid, Finding finding) {
        byPid.put(pid, finding);
    }

    /** Whether anything was changed by that. */
    @SuppressWarnings("ReferenceEquality") // the same finding is handed back where there is nothing to add
    boolean review(UnaryOperator<Finding> better) {
        boolean changed = false;
        for (Map.Entry<Long, Finding> entry : byPid.entrySet()) {
            Finding now = better.apply(entry.getValue());
            changed |= now != entry.getValue();
            entry.setValue(now);
        }
        return changed;
    }

    /** As one finding: the surest one's words, the counts of all. */
    Finding sum() {
        Collection<Finding> all = byPid.values();
        Finding surest = all.stream().max(SURER).orElseThrow();
        return all.size() == 1
                ? surest
                : new Finding(
                        surest.kind(),
                        surest.grade(),
                        all.stream().mapToLong(Finding::count).sum(),
                        all.stream()
                                .map(Finding::firstSeen)
                                .min(Comparator.naturalOrder())
                                .orElse(Instant.EPOCH),
                        all.stream()
                                .map(Finding::lastSeen)
                                .max(Comparator.naturalOrder())
                                .orElse(Instant.EPOCH),
                        surest.fingerprint(),
                        surest.waiting(),
                        surest.usualWaker(),
                        surest.culprit(),
                        sockets(all),
                        surest.evidence(),
                        surest.fix(),
                        all.stream().anyMatch(Finding::partial));
    }

    private static List<String> sockets(Collection<Finding> all) {
        return all.stream()
                .flatMap(finding -> finding.sockets().stream())
                .distinct()
                .toList();
    }
}
