package dev.rouse.tokio;

import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.record.Entry;
import dev.rouse.engine.record.SiteState;
import java.util.List;
import java.util.Map;

/** One process as a recording keeps it: once a second of its own clock, what was seen at the lines that spawn tasks. */
final class Recorded {
    /** Comparing needs some ten such stretches of time to know how much a line varies by itself. */
    private static final long INTERVAL_NS = 1_000_000_000L;

    private final long life;
    private final Address address;
    private final Ledger ledger;
    private final long start;
    private long next;

    /**
     * @param life which of the processes that have answered at this address, from 0: none tells its number
     * @param start when it was first heard of
     */
    Recorded(long life, Address address, Ledger ledger, long start) {
        this.life = life;
        this.address = address;
        this.ledger = ledger;
        this.start = start;
        this.next = start;
    }

    /** Tells what is new, when a second is over; at first who is recorded, and that nothing has been seen yet. */
    void look(Mirror mirror, Watch.News to) {
        if (next == start) {
            String tokio = mirror.tokio();
            to.source(new Entry.Source(
                    life, Map.of("main", address.toString(), "tokio", tokio == null ? "unknown" : tokio)));
            to.sites(sites(start, List.of()));
            next = start + INTERVAL_NS;
        } else if (mirror.now() >= next) {
            tell(mirror, to);
        }
    }

    /** Tells what is new. */
    void tell(Mirror mirror, Watch.News to) {
        next = mirror.now() + INTERVAL_NS;
        to.sites(sites(mirror.now(), mirror.news()));
    }

    private Entry.Sites sites(long now, List<SiteState> states) {
        return new Entry.Sites(life, ledger.wallClock(now), now - start, ledger.refused(), states);
    }
}
