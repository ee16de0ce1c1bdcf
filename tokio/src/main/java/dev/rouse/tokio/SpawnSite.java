package dev.rouse.tokio;

import dev.rouse.engine.model.Site;
import dev.rouse.engine.model.WakeHistogram;

/** A line that spawns tasks: what its finished tasks have folded into. */
final class SpawnSite {
    /** Fewer finished tasks are no custom. */
    static final int SEVERAL = 16;

    /** So many have finished for each that idles, and finishing is what tasks do here. */
    private static final int RARE = 8;

    private final Site site;
    private final String file;
    private final int line;
    private final WakeHistogram polls = new WakeHistogram();
    private long finished;
    /** Of the tasks that live: how many have been idle for longer than a moment, as last counted. */
    long idle;

    long countedAt;

    SpawnSite(String file, int line) {
        this.file = file;
        this.line = line;
        this.site = new Site(file + ":" + line);
    }

    Site site() {
        return site;
    }

    /** The place as a frame: a line in Rust has no class. */
    StackTraceElement frame() {
        return new StackTraceElement("", "", file, line);
    }

    void finish(long pollsOfOne) {
        finished++;
        polls.record(pollsOfOne);
    }

    long finished() {
        return finished;
    }

    /** Whether its tasks commonly finish, so that one which does not is an exception. */
    boolean tasksFinish() {
        return finished >= SEVERAL && finished >= RARE * idle;
    }

    /** Whether most of its tasks had been polled at least so often when they finished. */
    boolean isMidWay(long pollsSoFar) {
        return pollsSoFar <= polls.quantile(0.9);
    }
}
