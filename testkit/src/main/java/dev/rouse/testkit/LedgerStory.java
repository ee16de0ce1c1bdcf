package dev.rouse.testkit;

import dev.rouse.engine.Analysis;
import dev.rouse.engine.detect.Thresholds;
import dev.rouse.engine.model.Fact;
import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.source.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What happens in an imagined process, told event by event at seconds of a virtual clock, and what an {@link Analysis}
 * says of it. Wall-clock time is the same seconds after {@link Instant#EPOCH}.
 */
public final class LedgerStory {
    /** Below zero, as {@link System#nanoTime} may be: no number stands for "never". */
    private static final long ORIGIN_NS = -7_000_000_000L;

    private final Ledger ledger;
    private final Analysis analysis;
    private final List<Finding> told = new ArrayList<>();
    private final Map<String, Long> tasks = new HashMap<>();
    private long now = ORIGIN_NS;
    private long nextWait = 1;

    LedgerStory(Ledger.Limits limits, Thresholds thresholds) {
        ledger = new Ledger(limits, ORIGIN_NS, Instant.EPOCH);
        analysis = new Analysis(ledger, thresholds, told::add);
    }

    /** What follows happens at so many seconds of the story. */
    public LedgerStory at(double seconds) {
        now = nanos(seconds);
        return this;
    }

    /** A wait at this site, to be completed by what is known of it and then begun. */
    public StoryWait wait(String site) {
        return new StoryWait(this, new Site(site));
    }

    /** So many waits of this site went on, woken there, each after this many milliseconds; all were sampled. */
    public LedgerStory wakes(int count, String site, String waker, double tookMs) {
        return wakes(count, new Site(site), new Site(waker), tookMs, 1);
    }

    /** So many wakes of this site were sampled, each standing for several, and nothing shows who woke them. */
    public LedgerStory samples(int count, int standingFor, String site, double tookMs) {
        return wakes(count, new Site(site), null, tookMs, standingFor);
    }

    private LedgerStory wakes(int count, Site site, @Nullable Site waker, double tookMs, int standingFor) {
        for (int i = 0; i < count; i++) {
            tell(new Event.WakeSampled(now, site, waker, (long) (tookMs * 1e6), standingFor));
        }
        return this;
    }

    /** So many sampled runs of a site, each so late after its wake and standing for so many. */
    public LedgerStory runs(int count, int standingFor, String site, double lateMs) {
        for (int i = 0; i < count; i++) {
            tell(new Event.RunSampled(now, new Site(site), Math.round(lateMs * 1e6), standingFor));
        }
        return this;
    }

    /** A source tells by itself of something of this type, to be completed by what it tells. */
    public StoryBreach breach(Fact fact, String type) {
        return new StoryBreach(this, fact, type);
    }

    public LedgerStory surroundings(Around around) {
        return tell(new Event.SurroundingsSeen(now, around.surroundings()));
    }

    public LedgerStory dataLost(long count) {
        return tell(new Event.DataLost(now, count));
    }

    /** Whatever a source may tell besides. */
    LedgerStory tell(Event event) {
        analysis.accept(event);
        return this;
    }

    /** What the analysis tells when it looks now, as text; empty when it has nothing new to say. */
    public String told() {
        return outline(findings());
    }

    /** What the analysis tells when it looks now. */
    public List<Finding> findings() {
        told.clear();
        analysis.look(now);
        return List.copyOf(told);
    }

    /** What the analysis tells when the watch ends now, as text. */
    public String toldAtTheEnd() {
        told.clear();
        analysis.finish(now);
        return outline(told);
    }

    private static String outline(List<Finding> findings) {
        return findings.stream().map(Outline::of).collect(Collectors.joining("\n"));
    }

    public Ledger ledger() {
        return ledger;
    }

    long now() {
        return now;
    }

    long nextWait() {
        return nextWait++;
    }

    long task(String name) {
        return tasks.computeIfAbsent(name, unknown -> tasks.size() + 1L);
    }

    static long nanos(double seconds) {
        return ORIGIN_NS + Math.round(seconds * 1e9);
    }
}
