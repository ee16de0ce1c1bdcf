package dev.rouse.engine.record;

import dev.rouse.engine.model.Site;
import dev.rouse.engine.model.SiteHistory;
import dev.rouse.engine.model.WakeHistogram;
import java.util.HashMap;
import java.util.Map;

/**
 * What is known of one site at one time, or what has come to be known within some time.
 *
 * @param durations of the sampled waits, as {@link SiteHistory#times}
 * @param wakes how many waits went on, as far as the samples tell
 * @param lateness from wake to run, of the sampled runs; empty when none was sampled
 * @param runs how many runs there were, as far as the samples tell
 * @param wakers how often each wake site was seen
 * @param wakersSeen how many sampled wakes had a wake site
 */
public record SiteState(
        Site site,
        WakeHistogram durations,
        long wakes,
        WakeHistogram lateness,
        long runs,
        Map<Site, Long> wakers,
        long wakersSeen) {

    public SiteState {
        wakers = Map.copyOf(wakers);
    }

    public static SiteState of(Site site, SiteHistory history) {
        WakeHistogram lateness = history.lateness();
        return new SiteState(
                site,
                history.times().copy(),
                history.wakes(),
                lateness == null ? new WakeHistogram() : lateness.copy(),
                history.runs(),
                history.wakers(),
                history.wakersSeen());
    }

    static SiteState empty(Site site) {
        return new SiteState(site, new WakeHistogram(), 0, new WakeHistogram(), 0, Map.of(), 0);
    }

    /** What has come since an earlier state; all of it, when the earlier one is another life's. */
    SiteState since(SiteState earlier) {
        if (earlier.durations.total() > durations.total() || earlier.lateness.total() > lateness.total()) {
            return this;
        }
        Map<Site, Long> more = new HashMap<>();
        wakers.forEach((waker, count) -> {
            long grown = count - earlier.wakers.getOrDefault(waker, 0L);
            if (grown > 0) {
                more.put(waker, grown);
            }
        });
        return new SiteState(
                site,
                durations.since(earlier.durations),
                wakes - earlier.wakes,
                lateness.since(earlier.lateness),
                runs - earlier.runs,
                more,
                wakersSeen - earlier.wakersSeen);
    }

    /** Both together. */
    public SiteState plus(SiteState other) {
        WakeHistogram waited = durations.copy();
        waited.merge(other.durations);
        WakeHistogram late = lateness.copy();
        late.merge(other.lateness);
        Map<Site, Long> all = new HashMap<>(wakers);
        other.wakers.forEach((waker, count) -> all.merge(waker, count, Long::sum));
        return new SiteState(
                site, waited, wakes + other.wakes, late, runs + other.runs, all, wakersSeen + other.wakersSeen);
    }
}
