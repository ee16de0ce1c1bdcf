package dev.rouse.agent;

import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.model.SiteHistory;
import dev.rouse.engine.record.Entry;
import dev.rouse.engine.record.SiteState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells a console that records what is known of each site, once a second, where it has changed. */
final class Recorder {
    /** Comparing needs some ten such stretches of time to know how much a site varies by itself. */
    private static final long INTERVAL_NS = 1_000_000_000L;

    /** Sites in one line, at most: a line is then some 500 KB at the worst. */
    private static final int A_LINE = 500;

    /** The self-test's. */
    private static final String OURS = "dev.rouse.agent.";

    private final Ledger ledger;
    private final Outlet outlet;
    private final long start;
    private final Map<Site, Long> told = new HashMap<>();
    private long next;

    Recorder(Ledger ledger, Outlet outlet, long start) {
        this.ledger = ledger;
        this.outlet = outlet;
        this.start = start;
        this.next = start + INTERVAL_NS;
    }

    /** Who is recorded. */
    void begin() {
        outlet.source(new Entry.Source(ProcessHandle.current().pid(), Identity.facts()));
        tell(start);
    }

    void look(long now) {
        if (now - next >= 0) {
            next = now + INTERVAL_NS;
            tell(now);
        }
    }

    /** Tells all that has changed since, and for how long was watched. */
    void tell(long now) {
        List<SiteState> changed = new ArrayList<>();
        for (Map.Entry<Site, SiteHistory> site : ledger.sites().entrySet()) {
            SiteHistory history = site.getValue();
            if (site.getKey().name().startsWith(OURS)) {
                continue;
            }
            long seen = history.times().total() + history.runs() + history.wakes();
            Long before = told.put(site.getKey(), seen);
            if (before == null || before != seen) {
                changed.add(SiteState.of(site.getKey(), history));
            }
        }
        for (int from = 0; from == 0 || from < changed.size(); from += A_LINE) {
            send(now, changed.subList(from, Math.min(changed.size(), from + A_LINE)));
        }
    }

    private void send(long now, List<SiteState> states) {
        outlet.sites(new Entry.Sites(
                ProcessHandle.current().pid(), ledger.wallClock(now), now - start, ledger.refused(), states));
    }
}
