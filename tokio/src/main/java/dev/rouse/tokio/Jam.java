package dev.rouse.tokio;

import dev.rouse.engine.model.WakeHistogram;
import org.jspecify.annotations.Nullable;

/**
 * A line whose tasks used to finish and do not any more: all that it has spawned since wait, as those do that ask a
 * pool whose last piece was not given back. Nobody overtakes anybody there, so one task tells nothing; that none of
 * them finishes does. A line that spawns other things than before (connections that idle, where requests came) spawns
 * fewer of them, or some that a timer runs, or that finish.
 */
final class Jam {
    /** So much longer than the longest that ever finished, whatever the quantiles say. */
    private static final int BEYOND_LONGEST = 3;

    private static final int FAR_BEYOND_MOST = 10;

    /** Nothing of a line that was busy until then finishes for so long by chance. */
    private static final long LONG_NS = 10_000_000_000L;

    /** Younger tasks are only on their way. */
    private static final long YOUNG_NS = 2_000_000_000L;

    /** So many at least wait for a lock or a count of permits, or for something that is not told. */
    private static final int QUEUE = 3;

    private static final int CROWD = 16;

    /** One asks now where so many asked before, and demand is what it was. */
    private static final int FEWER = 4;

    private final WakeHistogram lives = new WakeHistogram();
    private long finished;
    private long firstEnd;
    private long lastEnd;

    private long stuck;
    /**
     * Of them: how many it has spawned since the last one finished, in the first half of that time and in the second.
     */
    private long early;

    private long late;
    private boolean astir;
    private @Nullable Task oldest;
    private @Nullable String lock;

    /** For how long it has been told of. */
    private long toldNs;

    void finish(long created, long ended) {
        firstEnd = finished == 0 ? ended : Math.min(firstEnd, ended);
        lastEnd = Math.max(lastEnd, ended);
        lives.record(Math.max(0, ended - created));
        finished++;
        toldNs = 0;
    }

    /** From here on its tasks are looked at anew. */
    void begin() {
        stuck = 0;
        early = 0;
        late = 0;
        astir = false;
        oldest = null;
        lock = null;
    }

    /**
     * Looks at one of its tasks.
     *
     * @param mayGoOn whether something is known that will run it: a timer, or the holder of a lock
     * @param itsLock the lock that it waits for; null when it is none
     */
    void see(Task task, boolean mayGoOn, @Nullable String itsLock, long now) {
        if (now - task.created() < YOUNG_NS) {
            return;
        }
        boolean hasMoved = task.pollEnded() - Math.max(lastEnd, task.created()) >= YOUNG_NS;
        if (!task.isIdle() || mayGoOn || hasMoved) {
            astir = true;
        } else if (task.wakersMade() > 0 && task.pollEnded() >= lastEnd - YOUNG_NS) {
            stuck++;
            boolean isLate = task.created() - lastEnd > (now - lastEnd) / 2;
            early += task.created() > lastEnd && !isLate ? 1 : 0;
            late += isLate ? 1 : 0;
            lock = lock == null ? itsLock : lock;
            oldest = oldest == null || task.created() < oldest.created() ? task : oldest;
        }
    }

    /** For how long none has finished, where that is unheard of and is to be told now; 0 otherwise. */
    long told(long now) {
        long time = now - lastEnd;
        if (astir || finished < CROWD || time < LONG_NS || time < 2 * toldNs || !isUnheardOf(time) || !isAsked(time)) {
            return 0;
        }
        toldNs = time;
        return time;
    }

    private boolean isUnheardOf(long time) {
        return time >= BEYOND_LONGEST * lives.max() && time >= FAR_BEYOND_MOST * lives.quantile(0.99);
    }

    private boolean isAsked(long time) {
        if (lock != null) {
            return late > 0 && early + late >= QUEUE;
        }
        double before = finished / (double) Math.max(LONG_NS / 10, lastEnd - firstEnd);
        double now = Math.min(early, late) / (time / 2.0);
        return early + late >= CROWD && FEWER * now >= before;
    }

    /** How many wait. */
    long stuck() {
        return stuck;
    }

    /** What they wait for. */
    String source() {
        return lock == null ? "a future that Tokio tells nothing of" : lock;
    }

    @Nullable Task oldest() {
        return oldest;
    }

    long finished() {
        return finished;
    }

    long longestLifeNs() {
        return lives.max();
    }
}
