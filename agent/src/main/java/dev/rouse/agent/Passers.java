package dev.rouse.agent;

import dev.rouse.engine.model.Role;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.source.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Threads that wait for a moment where others stay: a wait for one result is remarkable when later ones on the same way
 * to the same line go on. Their stacks are taken only while somebody stays somewhere, and few of them at a time.
 *
 * @param <T> what tells the threads apart
 */
final class Passers<T> {
    /** So often at each look, and a moment between. */
    private static final int ROUNDS = 3;

    private static final long MOMENT_NS = 20_000_000L;

    /** Who has not passed by then is followed like any other wait. */
    private static final long LASTING_NS = 700_000_000L;

    /** Stacks taken in a round, at most. */
    private static final int STACKS = 8;

    /** Frames of the program and its libraries that make a way: what many call to wait says little by itself. */
    private static final int WAY = 4;

    /** After so many looks at which nobody passed somewhere, who stays there is alone: a main thread, for one. */
    private static final int IN_VAIN = 240;

    private final Crowd<T> crowd;
    private final Consumer<Event> events;
    private final Map<T, Passing> passing = new HashMap<>();
    private final Map<Long, Integer> unpassed = new HashMap<>();

    Passers(Crowd<T> crowd, Consumer<Event> events) {
        this.crowd = crowd;
        this.events = events;
    }

    /** The threads among which some pass. */
    interface Crowd<T> {
        /** Those that are not known to have waited for long. */
        Collection<T> others();

        /** What they do now, but for those that have ended. */
        Map<T, Glance> glance(Collection<T> some);
    }

    /** @param mark the same as long as it is the same wait */
    record Glance(List<Object> mark, List<StackTraceElement> stack) {}

    /** A wait that lasts. */
    record Stay(long id, WaitShape shape) {
        static boolean mayBe(WaitShape shape, boolean timed) {
            return !timed && (shape.role() == Role.RESULT || shape.role() == Role.LATCH);
        }
    }

    private record Passing(Site site, long since, List<Object> mark) {}

    /** @param interval nanoseconds since the last look */
    void look(Collection<Stay> all, long now, long interval) {
        takeGone(passing.keySet())
                .forEach(one -> events.accept(new Event.WakeSampled(now, one.site(), null, now - one.since(), 1)));
        passing.values().removeIf(one -> now - one.since() >= LASTING_NS);
        Map<List<StackTraceElement>, Stay> stays = passed(all);
        for (int round = 0; round < ROUNDS && !stays.isEmpty(); round++) {
            List<T> met = meet(stays, now);
            if (passing.isEmpty()) {
                return;
            }
            LockSupport.parkNanos(MOMENT_NS);
            takeGone(met).forEach(one -> tellOfAMoment(one, now, interval));
        }
    }

    private Map<List<StackTraceElement>, Stay> passed(Collection<Stay> all) {
        unpassed.keySet().retainAll(all.stream().map(Stay::id).toList());
        Map<List<StackTraceElement>, Stay> stays = new HashMap<>();
        for (Stay stay : all) {
            if (unpassed.merge(stay.id(), 1, Integer::sum) <= IN_VAIN) {
                stays.put(way(stay.shape().stack()), stay);
            }
        }
        return stays;
    }

    /**
     * The shorter the waits are, the fewer of them a look meets: one that is gone after a moment stands for all that
     * fit between two looks, and had been there for about as long before it was met.
     */
    private void tellOfAMoment(Passing one, long now, long interval) {
        int stands = (int) Math.max(1, interval / (ROUNDS * MOMENT_NS));
        events.accept(new Event.WakeSampled(now, one.site(), null, 2 * MOMENT_NS, stands));
    }

    private List<Passing> takeGone(Collection<T> some) {
        Map<T, Glance> glances = some.isEmpty() ? Map.of() : crowd.glance(some);
        List<Passing> gone = new ArrayList<>();
        for (T thread : List.copyOf(some)) {
            Passing one = passing.get(thread);
            Glance glance = glances.get(thread);
            if (one != null && (glance == null || !glance.mark().equals(one.mark()))) {
                passing.remove(thread);
                gone.add(one);
            }
        }
        return gone;
    }

    /** @return those that pass and were not met before */
    private List<T> meet(Map<List<StackTraceElement>, Stay> stays, long now) {
        List<T> others = new ArrayList<>(crowd.others());
        others.removeAll(passing.keySet());
        Collections.shuffle(others);
        List<T> met = new ArrayList<>();
        crowd.glance(others.subList(0, Math.min(STACKS, others.size()))).forEach((thread, glance) -> {
            Stay stay = stays.get(way(glance.stack()));
            if (stay != null) {
                unpassed.put(stay.id(), 0);
                passing.put(thread, new Passing(stay.shape().site(), now, glance.mark()));
                met.add(thread);
            }
        });
        return met;
    }

    /** The innermost frames that are not the JDK's. */
    private static List<StackTraceElement> way(List<StackTraceElement> stack) {
        return stack.stream()
                .filter(frame -> !Site.isJdk(frame.getClassName()))
                .limit(WAY)
                .toList();
    }
}
