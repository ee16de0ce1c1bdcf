package dev.rouse.engine.model;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of the waits of one site that went on: how long they lasted, who woke them, and how late they ran. */
public final class SiteHistory {
    /** A site with more wake sites than this is a utility's; the rest are counted together. */
    private static final int MAX_WAKERS = 32;

    private final WakeHistogram durations = new WakeHistogram();
    private @Nullable WakeHistogram times;
    private final Map<Site, Long> wakers = new HashMap<>();
    private long wakersSeen;
    private long wakes;
    private @Nullable WakeHistogram lateness;
    private long runs;

    void wake(@Nullable Site waker, long tookNs, int stands) {
        durations.record(tookNs, stands);
        if (times != null) {
            times.record(tookNs, 1); // those that are timed stand for the rest already
        }
        wakes += stands;
        if (waker != null) {
            wakersSeen++;
            if (wakers.size() < MAX_WAKERS || wakers.containsKey(waker)) {
                wakers.merge(waker, 1L, Long::sum);
            }
        }
    }

    void timed(long tookNs, int stands) {
        if (times == null) {
            times = durations.copy();
        }
        times.record(tookNs, stands);
    }

    void ran(long lateNs, int stands) {
        if (lateness == null) {
            lateness = new WakeHistogram();
        }
        lateness.record(lateNs, stands);
        runs += stands;
    }

    /** From wake, or deadline, to run, of the sampled runs; null when none was sampled. */
    public @Nullable WakeHistogram lateness() {
        return lateness;
    }

    /** How many runs there were, as far as the samples tell. */
    public long runs() {
        return runs;
    }

    /** How many waits of this site went on, as far as the samples tell. */
    public long wakes() {
        return wakes;
    }

    /** Durations of the sampled waits. */
    public WakeHistogram durations() {
        return durations;
    }

    /** The same with those of which nothing but the time is known: more, so the better to compare. */
    public WakeHistogram times() {
        return times == null ? durations : times;
    }

    /** How often each wake site was seen, as far as they are told apart. */
    public Map<Site, Long> wakers() {
        return Collections.unmodifiableMap(wakers);
    }

    /** How many wakes were sampled whose site could be told. */
    public long wakersSeen() {
        return wakersSeen;
    }

    /** The wake site seen most often; null when none has been seen. */
    public Finding.@Nullable UsualWaker usualWaker() {
        Map.Entry<Site, Long> most = null;
        for (Map.Entry<Site, Long> entry : wakers.entrySet()) {
            if (most == null || entry.getValue() > most.getValue()) {
                most = entry;
            }
        }
        if (most == null) {
            return null;
        }
        double share = (double) most.getValue() / wakersSeen;
        return new Finding.UsualWaker(most.getKey(), share, durations.quantile(0.5) / 1e6, wakersSeen);
    }
}
