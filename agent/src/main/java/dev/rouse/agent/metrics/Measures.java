package dev.rouse.agent.metrics;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.model.Wait;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What metrics tell at one moment; unlike the ledger that it is taken from, other threads may read it.
 *
 * @param since when the watch began
 * @param sites those at which most was waited, most first
 */
public record Measures(Instant since, Instant at, List<OfSite> sites, List<Found> found) {
    public Measures {
        sites = List.copyOf(sites);
        found = List.copyOf(found);
    }

    /**
     * One site.
     *
     * @param function {@code class.method}
     * @param line -1 when unknown
     * @param waits how long its waits lasted, as far as they were sampled; null when none was
     * @param lateness from wake to run, as far as that was sampled; null when it never was
     * @param active waits that are followed now, each about a second old or older
     */
    public record OfSite(
            String function,
            int line,
            @Nullable Times waits,
            @Nullable Times lateness,
            long active) {
        private long weight() {
            double waited = waits == null ? 0 : waits.sum();
            double late = lateness == null ? 0 : lateness.sum();
            return Math.round(1_000 * (waited + late + active));
        }
    }

    /** How many breaches of one kind and grade there are. */
    public record Found(String kind, String grade, long count) {}

    /** Takes the measures of the ledger as it stands. */
    public static Measures of(
            Ledger ledger, SiteTimes times, Instant since, Collection<Finding> findings, int mostSites) {
        Map<Site, Long> active = new HashMap<>();
        for (Wait wait : ledger.waits()) {
            active.merge(wait.site(), 1L, Long::sum);
        }
        Set<Site> all = new HashSet<>(times.waitSites());
        all.addAll(times.lateSites());
        all.addAll(active.keySet());
        all.removeIf(site -> site.name().startsWith("dev.rouse.agent."));
        // Two sites may differ only in what no label tells.
        Map<String, OfSite> sites = new LinkedHashMap<>();
        for (Site site : all) {
            OfSite one = of(site, times, active.getOrDefault(site, 0L));
            sites.merge(one.function() + ':' + one.line(), one, (a, b) -> a.weight() >= b.weight() ? a : b);
        }
        List<OfSite> most = sites.values().stream()
                .sorted(Comparator.comparingLong(OfSite::weight).reversed())
                .limit(mostSites)
                .toList();
        return new Measures(since, ledger.wallClock(ledger.now()), most, found(findings));
    }

    private static OfSite of(Site site, SiteTimes times, long active) {
        String name = site.name();
        int open = name.indexOf('(');
        return new OfSite(
                open < 0 ? name : name.substring(0, open), line(name), times.waits(site), times.lateness(site), active);
    }

    private static int line(String name) {
        int colon = name.lastIndexOf(':');
        try {
            return colon < 0 || !name.endsWith(")")
                    ? -1
                    : Integer.parseInt(name.substring(colon + 1, name.length() - 1));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static List<Found> found(Collection<Finding> findings) {
        Map<String, Found> found = new LinkedHashMap<>();
        for (Finding finding : findings) {
            Found one = new Found(finding.kind().id(), finding.grade().id(), finding.count());
            found.merge(one.kind() + one.grade(), one, (a, b) -> new Found(a.kind(), a.grade(), a.count() + b.count()));
        }
        return List.copyOf(found.values());
    }
}
