package dev.rouse.agent;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is remembered of threads that have been looked at: how long each is left alone, and where it looped. */
final class BurnRecords {
    private static final long REST_NS = 5_000_000_000L;
    private static final long LONGEST_REST_NS = 60_000_000_000L;

    /**
     * What may be an endless call is looked at again soon, to see whether it still is the same; so is, at first, who
     * was not metered: to have started is what burns most threads, and what comes then may be a spin.
     */
    private static final long SHORT_REST_NS = 1_000_000_000L;

    private final Map<Long, Looked> records = new HashMap<>();

    private static final class Looked {
        long rest = SHORT_REST_NS;
        long until;
        long burntAt;
        int strikes;
        String loop = "";
    }

    /** Forgets those that have not burnt for long. */
    void forget(long now, List<ThreadWatch.Load> busy) {
        busy.forEach(load -> {
            Looked known = records.get(load.id());
            if (known != null) {
                known.burntAt = now;
            }
        });
        records.values().removeIf(known -> now > known.until && now - known.burntAt > LONGEST_REST_NS / 4);
    }

    boolean mayLookAt(long thread, long now) {
        Looked known = records.get(thread);
        return known == null || now >= known.until;
    }

    /** Whether it has never been seen to its end. */
    boolean isNew(Suspect suspect) {
        Looked known = records.get(suspect.id());
        return known == null || known.strikes == 0;
    }

    /** How many times in a row it was seen in this loop, this time included. */
    int strikes(Suspect suspect) {
        Looked known = records.get(suspect.id());
        return known != null && known.loop.equals(suspect.place()) ? known.strikes + 1 : 1;
    }

    void strike(Suspect suspect) {
        int strikes = strikes(suspect);
        Looked known = record(suspect);
        known.strikes = strikes;
        known.loop = suspect.place();
        known.rest = Math.max(known.rest, REST_NS);
    }

    /** @param found whether something was told */
    void rest(Suspect suspect, boolean found) {
        Looked known = record(suspect);
        long now = System.nanoTime();
        boolean again = known.strikes == 1 && !found && suspect.mayBeEndless();
        known.until = now + (again ? SHORT_REST_NS : known.rest);
        known.burntAt = now;
        known.rest = Math.min(LONGEST_REST_NS, again ? known.rest : 2 * known.rest);
    }

    private Looked record(Suspect suspect) {
        return records.computeIfAbsent(suspect.id(), id -> new Looked());
    }
}
