package dev.rouse.tokio;

import dev.rouse.engine.model.Site;
import dev.rouse.engine.model.WakeHistogram;
import dev.rouse.engine.record.SiteState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A line that spawns tasks: what its finished tasks have folded into. */
final class SpawnSite {
    /** Fewer finished tasks are no custom. */
    static final int SEVERAL = 16;

    /** So many have finished for each that idles, and finishing is what tasks do here. */
    private static final int RARE = 8;

    private static final int FAR_BEYOND_MOST = 10;

    private static final int BEYOND_LONGEST = 3;

    private static final double HARDLY_ANY = 0.05;

    /** A histogram's values are known to a tenth. */
    private static final double BUCKET = 0.9;

    private final Site site;
    private final String file;
    private final int line;
    private final WakeHistogram polls = new WakeHistogram();
    private final WakeHistogram waits = new WakeHistogram();
    private final WakeHistogram lateness = new WakeHistogram();
    private long wakes;
    private long runs;
    private boolean hasNews;
    private long finished;
    /** Of the tasks that live: how many have been idle for longer than a moment, as last counted. */
    long idle;

    long countedAt;

    /** Whether its tasks still get through. */
    final Jam jam = new Jam();

    SpawnSite(String file, int line) {
        this.file = file;
        this.line = line;
        this.site = new Site(file + ":" + line);
    }

    Site site() {
        return site;
    }

    String file() {
        return file;
    }

    /** The place as a frame: a line in Rust has no class. */
    StackTraceElement frame() {
        return new StackTraceElement("", "", file, line);
    }

    void finish(long pollsOfOne, long created, long ended) {
        finished++;
        polls.record(pollsOfOne);
        jam.finish(created, ended);
    }

    /** One of its tasks has waited so often between its polls, for so long in all: more than their mean is not told. */
    void waited(long times, long nanos) {
        if (times > 0) {
            waits.record(nanos / times, times);
            wakes += times;
            hasNews = true;
        }
    }

    /** Whether a wait is far longer than all that went on here, of which there have been some. */
    boolean isUnheardOf(long nanos) {
        return wakes >= SEVERAL
                && nanos >= FAR_BEYOND_MOST * waits.quantile(0.99)
                && nanos >= BEYOND_LONGEST * waits.max();
    }

    /** One of its tasks was polled so often, on average so long after its wake. */
    void ran(long times, long lateNs) {
        lateness.record(lateNs, times);
        runs += times;
        hasNews = true;
    }

    /** All that was seen of its tasks; null when nothing has come since this was asked last. */
    @Nullable SiteState news() {
        if (!hasNews) {
            return null;
        }
        hasNews = false;
        return new SiteState(site, waits.copy(), wakes, lateness.copy(), runs, Map.of(), 0);
    }

    long finished() {
        return finished;
    }

    /** Whether its tasks commonly finish, so that one which does not is an exception. */
    boolean tasksFinish() {
        return finished >= SEVERAL && finished >= RARE * idle;
    }

    /**
     * Whether hardly any of its tasks had been polled so seldom when they finished: one that has finished, and whose
     * span somebody still holds, has been polled as often as they.
     */
    boolean isBeforeItsEnd(long pollsSoFar) {
        return pollsSoFar < BUCKET * polls.quantile(HARDLY_ANY);
    }

    /** Whether most of its tasks had been polled at least so often when they finished. */
    boolean isMidWay(long pollsSoFar) {
        return pollsSoFar <= polls.quantile(0.9);
    }
}
