package dev.rouse.agent;

import dev.rouse.engine.model.Role;
import dev.rouse.engine.source.Event;
import dev.rouse.probe.Cell;
import dev.rouse.probe.Promises;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One wait for a promise that has grown old; refers weakly to all that is the host's. Used by the agent's thread alone.
 */
final class Tenured {
    final long id;
    final long since;
    final Places.Place place;
    final Cells cells;

    private final String source;
    private final WeakReference<Class<?>> promise;
    private final List<WeakReference<Object>> sources;
    private final @Nullable WeakReference<Object> dependent;
    private final Promises library;
    private final WeakReference<Object> callback;
    private final boolean any;
    private final boolean onlyComputes;
    private List<Sockets.Open> open = List.of();
    private List<String> socketsTold = List.of();
    private boolean searched;
    private boolean told;
    private long collectedAt;
    private long oldCollectionsBefore;
    private boolean blocked;
    private boolean kept;

    /** The cells that ride in a wait's source and in its dependent: two waits with the same ones are the same. */
    record Cells(Cell source, @Nullable Cell dependent) {
        boolean fired() {
            return source.fired() || (dependent != null && dependent.fired());
        }

        /** Written out for the reason told at {@link dev.rouse.engine.model.Site#equals}. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Cells cells && source == cells.source && dependent == cells.dependent;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(source) + System.identityHashCode(dependent);
        }
    }

    Tenured(long id, long since, Places.Place place, Cells cells, Promises library, Object registration) {
        List<Object> promises = library.sources(registration);
        Object waitsFor = promises.isEmpty() ? registration : promises.get(0);
        Object behind = library.dependent(registration);
        this.id = id;
        this.since = since;
        this.place = place;
        this.cells = cells;
        this.library = library;
        this.source = waitsFor.getClass().getName();
        this.promise = new WeakReference<>(waitsFor.getClass());
        this.sources =
                promises.stream().map(source -> new WeakReference<>(source)).toList();
        this.dependent = behind == null ? null : new WeakReference<>(behind);
        this.callback = new WeakReference<>(library.callback(registration));
        this.any = library.isForAny(registration);
        this.onlyComputes = library.onlyComputes(registration);
    }

    boolean told() {
        return told;
    }

    /**
     * Its value would have gone to nobody: the loser of a race, for one. It went with its source and is no wait any
     * more.
     */
    boolean abandoned() {
        return onlyComputes && collected() && dependent() == null;
    }

    /** What would follow will not: it was cancelled, say, and no cell tells of that. */
    boolean over() {
        Object behind = dependent();
        return behind != null && library.isOver(behind);
    }

    /** Collected, but it is not sure yet whether {@linkplain #abandoned abandoned}, so there is nothing to tell. */
    boolean undecided() {
        return onlyComputes && collected() && !blocked && !kept;
    }

    /** Takes back that the ledger was told of it. */
    Event.WaitEnded takenBack(long now) {
        told = false;
        socketsTold = List.of();
        return new Event.WaitEnded(now, id);
    }

    boolean collected() {
        return collectedAt != 0;
    }

    void search(Sockets sockets) {
        Object held = callback.get();
        open = searched || held == null ? open : sockets.behind(held);
        searched = true;
    }

    /** The wait as the ledger is told of it. */
    Event.WaitBegan began(long now) {
        Thread thread = threadBehind();
        told = true;
        return new Event.WaitBegan(
                now,
                id,
                since,
                place.site(),
                thread == null ? null : thread.getName(),
                0,
                source,
                Role.RESULT,
                false,
                place.stack());
    }

    /** The connections kept waiting: those still open on which nothing has been served that began later. */
    List<String> sockets(Map<String, Long> servedSince) {
        return open.stream()
                .filter(Sockets.Open::isOpen)
                .filter(socket ->
                        socket.multiplexed() || servedSince.getOrDefault(socket.address(), Long.MIN_VALUE) <= since)
                .map(Sockets.Open::address)
                .toList();
    }

    /** What to tell of them; null when that has been told. */
    Event.@Nullable SocketsSeen socketsToTell(long now, Map<String, Long> servedSince) {
        List<String> waiting = sockets(servedSince);
        if (waiting.equals(socketsTold)) {
            return null;
        }
        socketsTold = waiting;
        return new Event.SocketsSeen(now, id, waiting);
    }

    /**
     * Looks whether the collector has taken the source, and whether what waits for it is surely still held: it has
     * survived a collection of the old generation that the source has not.
     *
     * @param oldCollections how many of those there have been
     * @param woken whether a wait of this site is known to have been woken
     * @return whether there is something new to tell
     */
    boolean looksLost(long now, long oldCollections, boolean woken) {
        if (!sourceCollected()) {
            oldCollectionsBefore = oldCollections;
            return false;
        }
        boolean keptBefore = kept;
        boolean blockedBefore = blocked;
        boolean first = collectedAt == 0;
        collectedAt = first ? now : collectedAt;
        blocked = threadBehind() != null && (woken || !library.mayParkForGood());
        kept = dependent() != null && oldCollections > oldCollectionsBefore;
        return first || kept != keptBefore || blocked != blockedBefore;
    }

    Event.SourceCollected lost(Places places) {
        Class<?> type = promise.get();
        Object behind = dependent();
        boolean timeout = behind != null && library.hasTimeout(behind);
        return new Event.SourceCollected(
                collectedAt, id, type == null ? null : places.made(place, type), blocked, kept, timeout);
    }

    /** Of sources that are all needed one gone is enough; of those of which any will do, all must be. */
    private boolean sourceCollected() {
        return any
                ? sources.stream().allMatch(promise -> promise.get() == null)
                : sources.stream().anyMatch(promise -> promise.get() == null);
    }

    private @Nullable Object dependent() {
        return dependent == null ? null : dependent.get();
    }

    private @Nullable Thread threadBehind() {
        Object behind = dependent();
        return behind == null ? null : library.waiter(behind);
    }
}
