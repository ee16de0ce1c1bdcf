package dev.rouse.engine.compare;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.record.Block;
import dev.rouse.engine.record.Recording;
import dev.rouse.engine.record.SiteState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two recordings, largest effect first.
 *
 * <p>A site has changed when the interval of a change lies wholly beyond what two runs of one build may differ by. The
 * intervals are made wider with the number of things compared, so that all of them hold at once.
 */
public final class Comparison {
    /** How often a comparison of equals may find a change by chance: less often than anybody looks. */
    private static final double FALSE_ALARMS = 0.01;

    /** Fewer blocks do not tell how much a site varies by itself. */
    public static final int LEAST_BLOCKS = 5;

    private final List<Change> changes;
    private final int judged;
    private final int tooRare;
    private final double traffic;

    private Comparison(List<Change> changes, int judged, int tooRare, double traffic) {
        this.changes = List.copyOf(changes);
        this.judged = judged;
        this.tooRare = tooRare;
        this.traffic = traffic;
    }

    /** Compares what was seen; {@code base} is what was before, findings below the least grade are left out. */
    public static Comparison of(Recording base, Recording now, Tolerance tolerance, Grade least) {
        return of(base.blocks(), findings(base, least), now.blocks(), findings(now, least), tolerance);
    }

    private static List<Finding> findings(Recording recording, Grade least) {
        return recording.findings().stream()
                .filter(finding -> finding.grade().compareTo(least) >= 0)
                .toList();
    }

    static Comparison of(
            List<Block> base,
            List<Finding> baseFindings,
            List<Block> now,
            List<Finding> nowFindings,
            Tolerance tolerance) {
        List<SiteComparison> compared = new ArrayList<>();
        List<Change> changes =
                new ArrayList<>(FindingChanges.of(baseFindings, nowFindings, site -> latest(base, site)));
        int tooRare = 0;
        for (SitePairs.Pair pair : SitePairs.of(sites(base), sites(now))) {
            List<SiteComparison> measures = SiteComparison.of(pair, watched(base), watched(now), tolerance);
            tooRare += measures.isEmpty() ? 1 : 0;
            compared.addAll(measures);
        }
        double traffic = traffic(compared);
        int tests =
                Math.max(1, compared.stream().mapToInt(SiteComparison::tests).sum());
        compared.forEach(one -> changes.addAll(one.changes(FALSE_ALARMS / tests, traffic)));
        return new Comparison(Ranking.of(changes), count(compared), tooRare, traffic);
    }

    /** How late this site ran at the worst, in nanoseconds. */
    private static long latest(List<Block> blocks, Site site) {
        long latest = 0;
        for (Block block : blocks) {
            SiteState state = block.states().get(site);
            latest = Math.max(latest, state == null ? 0 : state.lateness().max());
        }
        return latest;
    }

    /** The first entry of a recording covers no time. */
    private static List<Block> watched(List<Block> blocks) {
        return blocks.stream().filter(block -> block.coveredNs() > 0).toList();
    }

    private static Set<Site> sites(List<Block> blocks) {
        Set<Site> sites = new TreeSet<>(Comparator.comparing(Site::name));
        blocks.forEach(block -> sites.addAll(block.states().keySet()));
        return sites;
    }

    /** How many times as much the service had to do: what most sites agree on. */
    private static double traffic(List<SiteComparison> compared) {
        double[] ratios = compared.stream()
                .mapToDouble(SiteComparison::rateRatio)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        return ratios.length == 0 ? 1 : ratios[ratios.length / 2];
    }

    private static int count(List<SiteComparison> compared) {
        Map<Site, Boolean> sites = new HashMap<>();
        compared.forEach(one -> sites.put(one.site(), true));
        return sites.size();
    }

    /** All that has changed, regressions first. */
    public List<Change> changes() {
        return changes;
    }

    public List<Change> regressions() {
        return changes.stream().filter(change -> change.what().isRegression()).toList();
    }

    /** How many sites were seen often enough to be judged. */
    public int judged() {
        return judged;
    }

    /** How many were not. */
    public int tooRare() {
        return tooRare;
    }

    /** How many times as often most sites were woken: a sign that the load was another. */
    public double traffic() {
        return traffic;
    }

    /** Why a recording cannot be compared; null when it can. */
    public static @Nullable String refusal(Recording recording) {
        int blocks = watched(recording.blocks()).size();
        return blocks >= LEAST_BLOCKS
                ? null
                : "holds " + blocks + " s of what was seen, too little to know how much it varies by itself: record at"
                        + " least 10 s";
    }
}
