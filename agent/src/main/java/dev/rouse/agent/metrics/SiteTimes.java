package dev.rouse.agent.metrics;

import dev.rouse.engine.model.Site;
import dev.rouse.engine.model.WakeHistogram;
import dev.rouse.engine.source.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How long waits lasted and how late what was woken ran, per site, each sample counted as often as it stands for. The
 * ledger's own histograms hold the samples themselves, among which slow waits are too many: those are all followed.
 */
public final class SiteTimes {
    /** Some 4 MB. */
    private static final int MOST = 1_000;

    /** About where a wait comes to be followed: one this long is told by itself, and its sample stands for no other. */
    private static final long FOLLOWED_NS = 325_000_000L;

    private final Map<Site, WakeHistogram> waits = new HashMap<>();
    private final Map<Site, WakeHistogram> lateness = new HashMap<>();

    /** Takes in what an event tells of times. */
    public void event(Event event) {
        if (event instanceof Event.WakeSampled wake) {
            if (wake.stands() == 1 || wake.tookNs() < FOLLOWED_NS) {
                record(waits, wake.waitSite(), wake.tookNs(), wake.stands());
            }
        } else if (event instanceof Event.RunSampled run) {
            record(lateness, run.site(), run.lateNs(), run.stands());
        }
    }

    private static void record(Map<Site, WakeHistogram> times, Site site, long nanos, int stands) {
        if (times.size() < MOST || times.containsKey(site)) {
            times.computeIfAbsent(site, first -> new WakeHistogram()).record(nanos, Math.max(1, stands));
        }
    }

    Set<Site> waitSites() {
        return waits.keySet();
    }

    Set<Site> lateSites() {
        return lateness.keySet();
    }

    @Nullable Times waits(Site site) {
        WakeHistogram times = waits.get(site);
        return times == null ? null : Times.of(times);
    }

    @Nullable Times lateness(Site site) {
        WakeHistogram times = lateness.get(site);
        return times == null ? null : Times.of(times);
    }
}
