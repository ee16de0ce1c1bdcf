package dev.rouse.engine.model;

import dev.rouse.engine.source.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that sources have told of one fact at one site and one type. Read by detectors, written by its {@link Ledger}
 * alone.
 */
public final class Sightings {
    /** A site with more than these is a utility's; the rest are counted together. */
    private static final int MAX_OTHERS = 32;

    private final Site site;
    private final long firstAt;
    private final WakeHistogram times = new WakeHistogram();
    private final Map<String, Long> others = new HashMap<>();
    private Event.BreachSeen longest;
    private long lastAt;
    private long reports;
    private long count;
    private long mostAtOnce;
    private long nanos;

    Sightings(Site site, Event.BreachSeen first) {
        this.site = site;
        this.firstAt = first.at() - first.nanos();
        this.longest = first;
    }

    /** The site of what is told: a line of its stack, or its type where no stack is known. */
    static Site siteOf(Event.BreachSeen seen) {
        Site line = Site.of(seen.stack());
        return line == null ? new Site(seen.source()) : line;
    }

    void add(Event.BreachSeen seen) {
        lastAt = seen.at();
        reports++;
        count += seen.count();
        mostAtOnce = Math.max(mostAtOnce, seen.count());
        nanos += seen.nanos();
        times.record(seen.nanos());
        if (seen.nanos() > longest.nanos()) {
            longest = seen;
        }
        String other = seen.other();
        if (other != null && (others.size() < MAX_OTHERS || others.containsKey(other))) {
            others.merge(other, 1L, Long::sum);
        }
    }

    public Fact fact() {
        return longest.fact();
    }

    public Site site() {
        return site;
    }

    /** The type at fault. */
    public String source() {
        return longest.source();
    }

    /** What was told of the occurrence that lasted longest. */
    public Event.BreachSeen longest() {
        return longest;
    }

    /** When the first one began, as far as can be told, in nanoseconds of the source's clock. */
    public long firstAt() {
        return firstAt;
    }

    /** When the last one was told. */
    public long lastAt() {
        return lastAt;
    }

    /** How often the fact was told. */
    public long reports() {
        return reports;
    }

    /** The sum of their counts. */
    public long count() {
        return count;
    }

    /** The largest of their counts. */
    public long mostAtOnce() {
        return mostAtOnce;
    }

    /** The sum of their times. */
    public long nanos() {
        return nanos;
    }

    /** Their times, one by one. */
    public WakeHistogram times() {
        return times;
    }

    /** Who else took part, most often; null when that was never told. */
    public @Nullable String usualOther() {
        return others.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    /** How often that one did. */
    public long timesOf(String other) {
        return others.getOrDefault(other, 0L);
    }

    /** Its frames, innermost first. */
    public List<StackTraceElement> stack() {
        return longest.stack();
    }
}
