package dev.rouse.agent;

import dev.rouse.engine.model.Role;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.source.Event;
import dev.rouse.probe.Cell;
import dev.rouse.probe.FunctionSite;
import dev.rouse.probe.Nursery;
import dev.rouse.probe.Promises;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

    /** Callbacks searched for their connection between two sweeps, at most: at some 30 us each, 0.6 % of a core. */
    private static final int SEARCH_BUDGET = 50;

    /** Waits tenured between two sweeps, at most; the rest are counted as lost data. */
    private static final int TENURE_BUDGET = 5_000;

    /** Waits followed at once, at most. */
    private static final int MAX_TENURED = 20_000;

    private final List<Promises> libraries;
    private final Consumer<Event> events;
    private final Origin origin;
    private final Sockets sockets = new Sockets();
    private final Deque<Young> young = new ArrayDeque<>();
    private final Map<Long, Tenured> tenured = new HashMap<>();
    private final Set<Pair> pairs = new HashSet<>();
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
    private final Map<FunctionSite, Place> places = new WeakHashMap<>();
    private long nextId = 1;
    private long lost;
    private int searches;

    PromiseWatch(List<Promises> libraries, Consumer<Event> events, Types types) {
        this.libraries = List.copyOf(libraries);
        this.origin = new Origin(types);
        this.events = events;
    }

    /** A registration that has survived its first sweep. */
    private record Young(Object registration, Promises library, long since) {}

    private record Pair(Cell source, @Nullable Cell dependent) {}

    /** A site with its frames. */
    private record Place(Site site, List<StackTraceElement> stack, Map<Class<?>, Optional<Site>> made) {
        Place(Site site, List<StackTraceElement> stack) {
            this(site, stack, new WeakHashMap<>());
        }

        /** Where the promises that are waited for here are made, as far as the code tells. */
        @Nullable Site madeBy(Origin origin, Class<?> promise) {
            return made.computeIfAbsent(promise, type -> innermost().map(frame -> origin.of(frame, type)))
                    .orElse(null);
        }

        private Optional<StackTraceElement> innermost() {
            return stack.stream()
                    .filter(frame -> !Site.isJdk(frame.getClassName()))
                    .findFirst();
        }
    }

    /** One wait that has grown old; refers weakly to all that is the host's. */
    private static final class Tenured {
        final long id;
        final long since;
        final Place place;
        final String source;
        final WeakReference<Class<?>> promise;
        final Pair cells;
        final List<WeakReference<Object>> sources = new ArrayList<>();
        final @Nullable WeakReference<Object> dependent;
        final Promises library;
        final WeakReference<Object> callback;
        final boolean any;
        boolean searched;
        List<Sockets.Open> open = List.of();
        boolean told;
        long collectedAt;
        boolean kept;

        Tenured(
                long id,
                Young young,
                Place place,
                Class<?> promise,
                Pair cells,
                @Nullable Object dependent,
                @Nullable Object callback) {
            this.id = id;
            this.since = young.since();
            this.place = place;
            this.source = promise.getName();
            this.promise = new WeakReference<>(promise);
            this.cells = cells;
            this.dependent = dependent == null ? null : new WeakReference<>(dependent);
            this.library = young.library();
            this.any = young.library().isForAny(young.registration());
            this.callback = new WeakReference<>(callback);
        }

        void search(Sockets sockets) {
            Object held = callback.get();
            open = held == null ? List.of() : sockets.behind(held);
            searched = true;
        }

        boolean over() {
            return cells.source().fired()
                    || (cells.dependent() != null && cells.dependent().fired());
        }

        /** Of sources that are all needed one gone is enough; of those of which any will do, all must be. */
        boolean sourceCollected() {
            return any
                    ? sources.stream().allMatch(source -> source.get() == null)
                    : sources.stream().anyMatch(source -> source.get() == null);
        }

        @Nullable Object dependentIfKept() {
            return dependent == null ? null : dependent.get();
        }
    }

    /** Looks at all that has been registered, at this time of {@link System#nanoTime}. */
    void sweep(long now) {
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

    private void admit(Object registration, long now) {
        for (Promises library : libraries) {
            if (library.owns(registration)) {
                if (library.isPending(registration)) {
                    young.add(new Young(registration, library, now));
                }
                return;
            }
        }
    }

    private void grow(long now) {
        int budget = TENURE_BUDGET;
        searches = SEARCH_BUDGET;
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
        Pair cells = new Pair(sourceCell, dependentCell);
        if (!pairs.add(cells)) {
            return;
        }
        Object callback = library.callback(wait.registration());
        Place place = callback == null ? plumbing(wait) : place(FunctionSite.of(callback), library);
        Class<?> type = sources.get(0).getClass();
        Tenured old = new Tenured(nextId++, wait, place, type, cells, dependent, callback);
        if (searches-- > 0) {
            old.search(sockets);
        }
        for (Object source : sources) {
            old.sources.add(new WeakReference<>(source, collected));
        }
        tenured.put(old.id, old);
    }

    /** A wait with no function of the host's has no line of its own: allOf, anyOf, or a relay between two futures. */
    private static Place plumbing(Young wait) {
        String type = wait.registration().getClass().getName();
        return new Place(new Site(type), List.of());
    }

    private Place place(FunctionSite site, Promises library) {
        return places.computeIfAbsent(site, s -> place(s.stack(), library));
    }

    private static Place place(StackTraceElement[] frames, Promises library) {
        List<StackTraceElement> stack = new ArrayList<>(Arrays.asList(frames));
        while (!stack.isEmpty()
                && (isOurs(stack.get(0)) || library.isMachinery(stack.get(0).getClassName()))) {
            stack.remove(0);
        }
        Site site = Site.of(stack);
        return new Place(site == null ? new Site("unknown") : site, List.copyOf(stack));
    }

    private static boolean isOurs(StackTraceElement frame) {
        String type = frame.getClassName();
        return type.startsWith("dev.rouse.probe.")
                || type.startsWith("java.util.concurrent.Rouse")
                || type.equals("java.lang.ClassValue");
    }

    private void follow(long now) {
        while (collected.poll() != null) {
            // only empties the queue: each wait looks at its own references below
        }
        Set<Cell> dependents = new HashSet<>();
        for (Iterator<Tenured> all = tenured.values().iterator(); all.hasNext(); ) {
            Tenured wait = all.next();
            if (wait.over()) {
                all.remove();
                end(wait, now);
            } else if (wait.cells.dependent() != null) {
                dependents.add(wait.cells.dependent());
            }
        }
        for (Tenured wait : tenured.values()) {
            boolean root = !dependents.contains(wait.cells.source());
            if (root && now - wait.since >= TELL_NS) {
                tell(wait, now);
            }
        }
    }

    private void end(Tenured wait, long now) {
        pairs.remove(wait.cells);
        if (wait.told) {
            events.accept(new Event.WaitEnded(now, wait.id));
        }
        Cell cell = wait.cells.source();
        if (cell.fired() && cell.firedAt() != 0) {
            Site waker = cell.firedBy() == null ? null : waker(cell.firedBy());
            events.accept(new Event.WakeSampled(now, wait.place.site(), waker, cell.firedAt() - wait.since));
        }
    }

    private void tell(Tenured wait, long now) {
        if (!wait.told) {
            wait.told = true;
            if (!wait.searched) {
                wait.search(sockets);
            }
            Thread thread = behind(wait);
            events.accept(new Event.WaitBegan(
                    now,
                    wait.id,
                    wait.since,
                    wait.place.site(),
                    thread == null ? null : thread.getName(),
                    0,
                    wait.source,
                    Role.RESULT,
                    false,
                    wait.place.stack()));
            tellSockets(wait, now);
        }
        boolean kept = wait.dependentIfKept() != null;
        boolean gone = wait.sourceCollected();
        if (gone && (wait.collectedAt == 0 || kept != wait.kept)) {
            wait.collectedAt = wait.collectedAt == 0 ? now : wait.collectedAt;
            wait.kept = kept;
            Object dependent = wait.dependentIfKept();
            Class<?> promise = wait.promise.get();
            Site made = promise == null ? null : wait.place.madeBy(origin, promise);
            boolean timeout = dependent != null && wait.library.hasTimeout(dependent);
            events.accept(new Event.SourceCollected(wait.collectedAt, wait.id, made, kept, timeout));
            tellSockets(wait, now);
        }
    }

    private void tellSockets(Tenured wait, long now) {
        List<String> open = new ArrayList<>();
        for (Sockets.Open socket : wait.open) {
            if (socket.isOpen()) {
                open.add(socket.address());
            }
        }
        events.accept(new Event.SocketsSeen(now, wait.id, open));
    }

    private static @Nullable Thread behind(Tenured wait) {
        Object dependent = wait.dependentIfKept();
        return dependent == null ? null : wait.library.waiter(dependent);
    }

    private void learn(Cell cell) {
        Throwable by = cell.firedBy();
        if (by == null || cell.site == null) {
            return;
        }
        Place waited;
        if (cell.site instanceof FunctionSite function) {
            waited = places.computeIfAbsent(function, s -> place(s.stack(), libraries.get(0)));
        } else {
            waited = place(((Throwable) cell.site).getStackTrace(), libraries.get(0));
        }
        events.accept(new Event.WakeSampled(cell.firedAt(), waited.site(), waker(by), cell.firedAt() - cell.since));
    }

    /** The line that completed a promise: the first frame that is neither ours nor the promise's own machinery. */
    private @Nullable Site waker(Throwable stack) {
        List<StackTraceElement> frames = new ArrayList<>(Arrays.asList(stack.getStackTrace()));
        StackTraceElement machinery = null;
        while (!frames.isEmpty() && (isOurs(frames.get(0)) || isMachinery(frames.get(0)))) {
            StackTraceElement frame = frames.remove(0);
            machinery = isOurs(frame) ? machinery : frame;
        }
        Site site = Site.of(frames);
        boolean jdkOnly = frames.stream().allMatch(f -> Site.isJdk(f.getClassName()));
        return jdkOnly && machinery != null ? Site.of(machinery) : site;
    }

    private boolean isMachinery(StackTraceElement frame) {
        for (Promises library : libraries) {
            if (library.isMachinery(frame.getClassName())) {
                return true;
            }
        }
        return false;
    }

    /** How many waits are followed one by one. */
    int size() {
        return tenured.size();
    }
}
