package dev.rouse.agent;

import dev.rouse.engine.model.Site;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which sites are part of a loop: the same task comes back to them again and again by the same way, as a consumer does
 * to where it waits for the next event. There it may wait for ever. Some tasks of each site are remembered, weakly, and
 * counted when they are seen there once more.
 */
final class Rounds {
    /** Tasks remembered for each site, at most. */
    private static final int TASKS = 256;

    /** Sites with tasks, at most; all is forgotten beyond. */
    private static final int SITES = 500;

    /** Waits looked at in a quarter of a second, at most: at about a microsecond each. */
    private static final int BUDGET = 400;

    private static final long QUARTER_NS = 250_000_000;

    /** Where the machine is crowded a sweep comes late, and more have come: so many budgets then. */
    private static final long MOST_QUARTERS = 16;

    /** A task that is seen so often at a site has not only tried once more. */
    private static final int OFTEN = 3;

    /** One round for so many visits, and rounds are what the site is for. */
    private static final int ONE_IN = 4;

    private final Map<Site, Visits> sites = new WeakHashMap<>();
    private final SplittableRandom random = new SplittableRandom(1);
    private int budget;
    private int offered;
    private int oneIn = 1;
    private long sweptAt;
    private long elapsed = QUARTER_NS;

    private static final class Visits {
        final @Nullable Seen[] tasks = new @Nullable Seen[TASKS];
        int visits;
        int rounds;
    }

    private static final class Seen {
        final WeakReference<Object> task;
        final int path;
        int times = 1;

        Seen(Object task, int path) {
            this.task = new WeakReference<>(task);
            this.path = path;
        }
    }

    /** @param now of {@link System#nanoTime} */
    void newSweep(long now) {
        long before = elapsed;
        elapsed = sweptAt == 0 ? QUARTER_NS : Math.max(QUARTER_NS, Math.min(MOST_QUARTERS * QUARTER_NS, now - sweptAt));
        sweptAt = now;
        budget = (int) (BUDGET * elapsed / QUARTER_NS);
        double expected = (double) offered * elapsed / before;
        oneIn = 1 + (int) (expected / (budget * 0.75)); // so that the budget lasts to the end
        offered = 0;
    }

    /**
     * Whether this wait shall be looked at. Of more than can be, any may be, not the first ones: those are all of the
     * same few threads, and a consumer's may always be among the last.
     */
    boolean takes() {
        offered++;
        return budget > 0 && random.nextInt(oneIn) == 0 && budget-- > 0;
    }

    /**
     * A task has come to wait at a site.
     *
     * @param path tells the ways apart by which it got there: who calls one adapter from three lines makes no round
     */
    void visits(Site site, Object task, int path) {
        if (sites.size() > SITES) {
            sites.clear();
        }
        Visits visited = sites.computeIfAbsent(site, s -> new Visits());
        int slot = Math.floorMod(31 * System.identityHashCode(task) + path, TASKS);
        Seen seen = visited.tasks[slot];
        if (seen != null && seen.task.refersTo(task) && seen.path == path) {
            visited.visits++;
            visited.rounds += ++seen.times >= OFTEN ? 1 : 0;
        } else if (seen == null || seen.times == 1 || seen.task.refersTo(null)) {
            visited.tasks[slot] = new Seen(task, path);
            visited.visits++;
        }
    }

    /** Whether tasks come back to this site by design. */
    boolean areMadeAt(Site site) {
        Visits visited = sites.get(site);
        return visited != null && visited.rounds > 1 && (long) visited.rounds * ONE_IN >= visited.visits;
    }
}
