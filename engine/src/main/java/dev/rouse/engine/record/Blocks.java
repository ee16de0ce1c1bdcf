package dev.rouse.engine.record;

import dev.rouse.engine.model.Site;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sorts what was seen into blocks of equal time; when there are many, into blocks twice as long. */
final class Blocks {
    /** Enough to tell noise from change, few enough to hold in memory after a day. */
    private static final int MOST = 120;

    private static final long FIRST_LENGTH_MS = 1_000;

    private final Map<Long, Long> elapsedBefore = new HashMap<>();
    private TreeMap<Long, Open> blocks = new TreeMap<>();
    private @Nullable Instant origin;
    private long lengthMs = FIRST_LENGTH_MS;

    /** One that may still get more. */
    private static final class Open {
        private final Map<Long, Long> coveredNs = new HashMap<>();
        private final Map<Site, SiteState> states = new HashMap<>();

        void add(Open other) {
            other.coveredNs.forEach((pid, nanos) -> coveredNs.merge(pid, nanos, Long::sum));
            other.states.forEach((site, state) -> states.merge(site, state, SiteState::plus));
        }

        /** Sources that run side by side are watched in the same time. */
        Block closed() {
            return new Block(
                    coveredNs.values().stream().mapToLong(Long::longValue).max().orElse(0), states);
        }
    }

    void add(Entry.Sites sites) {
        if (origin == null) {
            origin = sites.at();
        }
        long since = Math.max(0, sites.at().toEpochMilli() - origin.toEpochMilli());
        while (since / lengthMs >= MOST) {
            makeLonger();
        }
        Long before = elapsedBefore.put(sites.pid(), sites.elapsedNs());
        long took = sites.elapsedNs() - (before == null || before > sites.elapsedNs() ? 0 : before);
        Open open = blocks.computeIfAbsent(since / lengthMs, index -> new Open());
        open.coveredNs.merge(sites.pid(), took, Long::sum);
        sites.states().forEach(state -> open.states.merge(state.site(), state, SiteState::plus));
    }

    private void makeLonger() {
        TreeMap<Long, Open> longer = new TreeMap<>();
        blocks.forEach((index, open) ->
                longer.computeIfAbsent(index / 2, half -> new Open()).add(open));
        blocks = longer;
        lengthMs *= 2;
    }

    List<Block> all() {
        return blocks.values().stream().map(Open::closed).toList();
    }
}
