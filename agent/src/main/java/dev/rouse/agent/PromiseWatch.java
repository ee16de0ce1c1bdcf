package dev.rouse.agent;

import dev.rouse.engine.model.FoldedStacks;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.model.StackKind;
import dev.rouse.engine.source.Event;
import dev.rouse.probe.Cell;
import dev.rouse.probe.FunctionSite;
import dev.rouse.probe.Nursery;
import dev.rouse.probe.Promises;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Consumer;

/**
 * Follows the waits for promises. A registration that is still pending a sweep after the one that first saw it is
 * tenured: a cell rides in its source and one in its dependent, and only weak references are kept. Whatever fires first
 * ends the wait; a source that the collector takes with both cells unfired can never be completed again.
 */
final class PromiseWatch {
    /** Most waits die younger. Held longer than this, a lost one would age into the old generation for our sake. */
    private static final long TENURE_NS = 200_000_000L;

    /** A wait this old is told to the ledger. */
    private static final long TELL_NS = 1_000_000_000L;

    /**
     * About where a wait comes to be tenured. A sampled one that lasted longer stands for itself alone in the stacks,
     * since the others that long are all followed.
     */
    private static final long ALONE_NS = TENURE_NS + 125_000_000L;

    /** Callbacks searched for their connection between two sweeps, at most: at some 30 us each, 0.6 % of a core. */
    private static final int SEARCH_BUDGET = 50;

    /** Waits tenured between two sweeps, at most; the rest are counted as lost data. */
    private static final int TENURE_BUDGET = 5_000;

    /** Waits followed at once, at most. */
    private static final int MAX_TENURED = 20_000;

    private final List<Promises> libraries;
    private final Consumer<Event> events;
    private final Places places;
    private final Sockets sockets;
    private final Deque<Young> young = new ArrayDeque<>();
    private final Set<Tenured> tenured = new LinkedHashSet<>();
    private final Set<Tenured.Cells> known = new HashSet<>();
    private final Rounds rounds = new Rounds();
    private final Set<Site> woken = Collections.newSetFromMap(new WeakHashMap<>());
    private final OldCollections oldCollections = new OldCollections();
    private long nextId = 1;
    private long lost;
    private int searches;
    private boolean stacks;
    private final Set<String> contested = new HashSet<>();
    private final Map<String, Long> servedSince = new HashMap<>();

    PromiseWatch(List<Promises> libraries, Consumer<Event> events, Types types) {
        this.libraries = List.copyOf(libraries);
        this.places = new Places(libraries, new Origin(types), new InlinedLines(types));
        this.sockets = new Sockets(types::open);
        this.events = events;
    }

    /** Tells from now on the stacks of the sampled wakes too, joined to those of what they woke. */
    void tellStacks() {
        stacks = true;
    }

    /** A registration that has survived its first sweep. */
    private record Young(Object registration, Promises library, long since) {}

    /** Looks at all that has been registered, at this time of {@link System#nanoTime}. */
    void sweep(long now) {
        searches = SEARCH_BUDGET;
        rounds.newSweep(now);
        Cell.takeFired(this::learn);
        Nursery.sweep(registration -> admit(registration, now));
        grow(now);
        follow(now);
        lost += Nursery.takeDropped();
        if (lost > 0) {
            events.accept(new Event.DataLost(now, lost));
            lost = 0;
        }
    }

    /** Whether it follows a wait that the ledger has been told of. */
    boolean follows() {
        return tenured.stream().anyMatch(Tenured::told);
    }

    private void admit(Object registration, long now) {
        for (Promises library : libraries) {
            if (library.owns(registration)) {
                visits(library, registration);
                if (library.isPending(registration)) {
                    young.add(new Young(registration, library, now));
                    serves(registration, library, now);
                }
                return;
            }
        }
    }

    /** Those that are over already are the ones that show a loop. */
    private void visits(Promises library, Object registration) {
        Object task = rounds.takes() ? library.task(registration) : null;
        FunctionSite site = task == null ? null : library.site(registration);
        if (task != null && site != null && !site.isIdle()) {
            rounds.visits(places.of(site).site(), task, library.path(registration));
        }
    }

    /** A connection whose wait seems lost may serve the next request all the same: then nobody waits there any more. */
    private void serves(Object registration, Promises library, long now) {
        Object callback = contested.isEmpty() || searches <= 0 ? null : library.callback(registration);
        if (callback == null) {
            return;
        }
        searches--;
        for (Sockets.Open socket : sockets.behind(callback)) {
            if (contested.contains(socket.address())) {
                servedSince.put(socket.address(), now);
            }
        }
    }

    private void grow(long now) {
        int budget = TENURE_BUDGET;
        for (Young oldest = young.peek(); oldest != null && now - oldest.since() >= TENURE_NS; oldest = young.peek()) {
            young.remove();
            if (oldest.library().isPending(oldest.registration())) {
                if (budget-- > 0 && tenured.size() < MAX_TENURED) {
                    tenure(oldest);
                } else {
                    lost++;
                }
            }
        }
    }

    private void tenure(Young wait) {
        Promises library = wait.library();
        List<Object> sources = library.sources(wait.registration());
        if (sources.isEmpty()) {
            return;
        }
        Object dependent = library.dependent(wait.registration());
        Cell sourceCell = library.watch(sources.get(0));
        Cell dependentCell = dependent == null ? null : library.watch(dependent);
        if (sourceCell == null || (dependent != null && dependentCell == null)) {
            return;
        }
        Tenured.Cells cells = new Tenured.Cells(sourceCell, dependentCell);
        if (!known.add(cells)) {
            return;
        }
        FunctionSite site = library.site(wait.registration());
        Places.Place place = site == null ? Places.plumbing(wait.registration()) : places.of(site);
        Tenured old = new Tenured(nextId++, wait.since(), place, cells, library, wait.registration());
        if (searches-- > 0) {
            old.search(sockets);
        }
        tenured.add(old);
    }

    private void follow(long now) {
        long old = oldCollections.count();
        Set<Cell> dependents = new HashSet<>();
        for (Iterator<Tenured> all = tenured.iterator(); all.hasNext(); ) {
            Tenured wait = all.next();
            if (wait.cells.fired() || wait.abandoned() || wait.over()) {
                all.remove();
                end(wait, now);
            } else if (wait.cells.dependent() != null) {
                dependents.add(wait.cells.dependent());
            }
        }
        contested.clear();
        if (servedSince.size() > MAX_TENURED) {
            servedSince.clear();
        }
        for (Tenured wait : tenured) {
            if (wait.told() || wait.collected()) {
                contested.addAll(wait.sockets(servedSince));
            }
            boolean lost = wait.looksLost(now, old, woken.contains(wait.place.site()));
            boolean silent = wait.undecided() || rounds.areMadeAt(wait.place.site());
            if (silent && wait.told()) {
                events.accept(wait.takenBack(now));
            }
            boolean root = !dependents.contains(wait.cells.source());
            if (root && !silent && now - wait.since >= TELL_NS) {
                tell(wait, now, lost);
            }
        }
    }

    private void end(Tenured wait, long now) {
        known.remove(wait.cells);
        if (wait.told()) {
            events.accept(new Event.WaitEnded(now, wait.id));
        }
        Cell cell = wait.cells.source();
        if (cell.fired() && cell.firedAt() != 0) {
            Site waker = cell.firedBy() == null ? null : places.waker(cell.firedBy());
            events.accept(new Event.WakeSampled(now, wait.place.site(), waker, cell.firedAt() - wait.since, 1));
            if (cell.stands == 0 || cell.timesOnly) {
                tellStack(cell, wait.place, cell.firedAt() - wait.since);
            }
        }
    }

    private void tell(Tenured wait, long now, boolean lost) {
        boolean first = !wait.told();
        if (first) {
            wait.search(sockets);
            events.accept(wait.began(now));
        }
        if (lost || (first && wait.collected())) {
            events.accept(wait.lost(places));
        }
        Event.SocketsSeen seen = wait.socketsToTell(now, servedSince);
        if (seen != null) {
            events.accept(seen);
        }
    }

    private void learn(Cell cell) {
        Throwable by = cell.firedBy();
        Places.Place waited = places.of(cell.site);
        if (waited != null && cell.timesOnly) {
            events.accept(new Event.WakeTimed(cell.firedAt(), waited.site(), cell.firedAt() - cell.since, cell.stands));
        } else if (by != null && waited != null) {
            woken.add(waited.site());
            events.accept(new Event.WakeSampled(
                    cell.firedAt(), waited.site(), places.waker(by), cell.firedAt() - cell.since, cell.stands));
            long took = cell.firedAt() - cell.since;
            tellStack(cell, waited, took >= ALONE_NS ? took : took * cell.stands);
        }
    }

    private static boolean isOurs(Places.Place place) {
        return place.site().name().startsWith("dev.rouse.agent.");
    }

    private void tellStack(Cell cell, Places.Place waited, long nanos) {
        Throwable by = cell.firedBy();
        if (stacks && by != null && !isOurs(waited)) {
            List<StackTraceElement> joined = FoldedStacks.joined(waited.stack(), places.wakerStack(by));
            events.accept(new Event.StackSampled(cell.firedAt(), StackKind.OFF_WAKE, nanos / 1_000, joined));
        }
    }
}
