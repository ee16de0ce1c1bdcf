package dev.rouse.engine.model;

import dev.rouse.engine.source.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The live waits, and per site the history of those that went on. Bounded: past its limits it refuses and counts, and
 * what depends on it is partial. Not thread-safe: one thread applies events and examines.
 */
public final class Ledger {
    private final Limits limits;
    private final long originNs;
    private final Instant origin;
    private final Map<Long, Wait> waits = new LinkedHashMap<>();
    private final Map<Site, SiteHistory> sites = new HashMap<>();
    private final Map<List<Object>, Sightings> sightings = new LinkedHashMap<>();
    private final Map<StackKind, FoldedStacks> stacks = new EnumMap<>(StackKind.class);
    private Surroundings surroundings = Surroundings.UNKNOWN;
    private long now;
    private long refused;

    /**
     * @param waits how many waits are followed at once, at most
     * @param sites how many sites have a history, at most, and how many breaches are told apart
     */
    public record Limits(int waits, int sites) {
        /** Some 10 MB at the worst: a wait takes about 200 bytes, a site's histogram 2 KB. */
        public static final Limits DEFAULT = new Limits(20_000, 2_000);
    }

    /** @param originNs the source's clock at {@code origin} */
    public Ledger(Limits limits, long originNs, Instant origin) {
        this.limits = limits;
        this.originNs = originNs;
        this.origin = origin;
        this.now = originNs;
    }

    /** Takes one event in; an event about a wait that is not followed (any more) changes nothing. */
    public void apply(Event event) {
        advance(event.at());
        if (event instanceof Event.WaitBegan began) {
            begin(began);
        } else if (event instanceof Event.WakeSampled wake) {
            wake(wake);
        } else if (event instanceof Event.WakeTimed wake) {
            time(wake);
        } else if (event instanceof Event.RunSampled run) {
            run(run);
        } else if (event instanceof Event.StackSampled sampled) {
            stacks(sampled.kind()).add(sampled.stack(), sampled.weight());
        } else if (event instanceof Event.BreachSeen seen) {
            breach(seen);
        } else if (event instanceof Event.SurroundingsSeen seen) {
            surroundings = seen.surroundings();
        } else if (event instanceof Event.DataLost lost) {
            refused += lost.count();
        } else {
            change(event);
        }
    }

    /** Moves the ledger's time on; it never runs backwards. */
    public void advance(long at) {
        now = Math.max(now, at);
    }

    private void begin(Event.WaitBegan began) {
        if (waits.size() >= limits.waits()) {
            refused++;
            return;
        }
        SiteHistory history = sites.get(began.site());
        long samples = history == null ? 0 : history.durations().total();
        long wakes = history == null ? 0 : history.wakes();
        waits.put(began.waitId(), new Wait(began, samples, wakes));
    }

    private void wake(Event.WakeSampled wake) {
        SiteHistory history = historyFor(wake.waitSite());
        if (history != null) {
            history.wake(wake.waker(), wake.tookNs(), wake.stands());
        }
    }

    private void time(Event.WakeTimed wake) {
        SiteHistory history = historyFor(wake.waitSite());
        if (history != null) {
            history.timed(wake.tookNs(), wake.stands());
        }
    }

    private void run(Event.RunSampled run) {
        SiteHistory history = historyFor(run.site());
        if (history != null) {
            history.ran(run.lateNs(), run.stands());
        }
    }

    private @Nullable SiteHistory historyFor(Site site) {
        SiteHistory history = sites.get(site);
        if (history == null && sites.size() >= limits.sites()) {
            refused++;
            return null;
        }
        if (history == null) {
            history = new SiteHistory();
            sites.put(site, history);
        }
        return history;
    }

    private void breach(Event.BreachSeen seen) {
        Site site = Sightings.siteOf(seen);
        List<Object> key = List.of(seen.fact(), site, seen.source());
        Sightings known = sightings.get(key);
        if (known == null) {
            if (sightings.size() >= limits.sites()) {
                refused++;
                return;
            }
            known = new Sightings(site, seen);
            sightings.put(key, known);
        }
        known.add(seen);
    }

    private void change(Event event) {
        if (event instanceof Event.WaitEnded ended) {
            waits.remove(ended.waitId());
        } else if (event instanceof Event.SourceCollected gone) {
            Wait wait = waits.get(gone.waitId());
            if (wait != null) {
                wait.collected(gone);
            }
        } else if (event instanceof Event.SocketsSeen seen) {
            Wait wait = waits.get(seen.waitId());
            if (wait != null) {
                wait.sockets(seen.sockets());
            }
        } else if (event instanceof Event.HolderInferred seen) {
            Wait wait = waits.get(seen.waitId());
            if (wait != null) {
                wait.probablyHeldBy(seen);
            }
        } else if (event instanceof Event.WakersCounted seen) {
            Wait wait = waits.get(seen.waitId());
            if (wait != null) {
                wait.wakers(seen);
            }
        } else if (event instanceof Event.WakersRead read) {
            Wait wait = waits.get(read.waitId());
            if (wait != null) {
                wait.wakingLines(read);
            }
        } else if (event instanceof Event.LendingSeen seen) {
            Wait wait = waits.get(seen.waitId());
            if (wait != null) {
                wait.lending(seen);
            }
        } else if (event instanceof Event.PoolStarved seen) {
            Wait wait = waits.get(seen.waitId());
            if (wait != null) {
                wait.starved(seen);
            }
        } else if (event instanceof Event.HolderSeen seen) {
            Wait wait = waits.get(seen.waitId());
            if (wait != null) {
                wait.heldBy(seen);
            }
        }
    }

    /** Nanoseconds of the source's clock: the time of the latest event. */
    public long now() {
        return now;
    }

    /** Wall-clock time of a moment of the source's clock. */
    public Instant wallClock(long at) {
        return origin.plusNanos(at - originNs);
    }

    /** All waits that are followed, in the order in which they came. */
    public Collection<Wait> waits() {
        return Collections.unmodifiableCollection(waits.values());
    }

    /** A wait that is followed; null when there is none of this id. */
    public @Nullable Wait followed(long id) {
        return waits.get(id);
    }

    /** The waits grouped by site and source: what a finding reports as one. */
    public Collection<List<Wait>> groups(Iterable<Wait> chosen) {
        // A list, not a record, for the reason told at Site.equals.
        Map<List<Object>, List<Wait>> groups = new LinkedHashMap<>();
        for (Wait wait : chosen) {
            groups.computeIfAbsent(List.of(wait.site(), wait.source()), key -> new ArrayList<>())
                    .add(wait);
        }
        return groups.values();
    }

    /** What sources have told of one fact by themselves, by site and type, in the order in which it was first told. */
    public List<Sightings> sightings(Fact fact) {
        return sightings.values().stream().filter(seen -> seen.fact() == fact).toList();
    }

    /** What is known of the waits of this site that went on; null when none has been seen. */
    public @Nullable SiteHistory history(Site site) {
        return sites.get(site);
    }

    /** All sites of which something is known. */
    public Map<Site, SiteHistory> sites() {
        return Collections.unmodifiableMap(sites);
    }

    /** The stacks of one kind. */
    public FoldedStacks stacks(StackKind kind) {
        return stacks.computeIfAbsent(kind, k -> new FoldedStacks());
    }

    /** How many wakes of the same site were sampled while this wait went on waiting. */
    public long overtakenBy(Wait wait) {
        SiteHistory history = sites.get(wait.site());
        return history == null ? 0 : history.durations().total() - wait.samplesBefore();
    }

    public Surroundings surroundings() {
        return surroundings;
    }

    /** How many observations were dropped, here or at the source. */
    public long refused() {
        return refused;
    }
}
