package dev.rouse.tokio;

import dev.rouse.engine.model.Fact;
import dev.rouse.engine.source.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that are polled again and again: judged by their rates between two updates, never by what they did in all their
 * life. A busy task that gets on is left alone where that shows: one of its operations was ready, or its polls are long
 * enough for work.
 */
final class Spinning {
    /** Wakes from inside its own polls: a task that does some work between two wakes comes to fewer. */
    private static final int SELF_WAKES_A_SECOND = 1_000;

    /** Polls: what asks so often does not wait for anything. */
    private static final int POLLS_A_SECOND = 5_000;

    /**
     * Tokio has a task yield after 128 operations that were ready. They take longer than this, and so does any work
     * between two yields.
     */
    private static final long SHORT_POLL_NS = 6_000;

    /** What is at rest for more of its time waits for something. */
    private static final double AT_REST = 0.25;

    /** Two that wake each other rest half of their time, and are woken equally often. */
    private static final double APART = 0.7;

    private static final double AS_OFTEN = 0.02;

    /** One operation that was ready for so many polls, and it gets on. */
    private static final int GETS_ON = 20;

    /** A window may be a burst of work; so many in a row are not. */
    private static final int IN_A_ROW = 2;

    private final Metadata metadata;
    private final Consumer<Event> events;
    private final List<Restless> mayBePairs = new ArrayList<>();

    private record Restless(Task task, Task.Window window) {}

    Spinning(Metadata metadata, Consumer<Event> events) {
        this.metadata = metadata;
        this.events = events;
    }

    /** Takes in what a task did between two updates. */
    void judge(Task task, Task.Window window, long now) {
        SpawnSite site = task.site();
        Fact fact = site == null || !task.isSpawned() ? null : fact(task, window);
        if (site == null || fact == null) {
            if (!mayBeOneOfTwo(task, window)) {
                task.spun = 0;
            }
        } else if (++task.spun >= IN_A_ROW) {
            long count = fact == Fact.SELF_WAKES_COUNTED ? window.selfWakes() : window.polls();
            tell(now, fact, task, site, window, count, null);
        }
    }

    private @Nullable Fact fact(Task task, Task.Window window) {
        long polls = window.perSecond(window.polls());
        if (polls < SELF_WAKES_A_SECOND || getsOn(task, window)) {
            return null;
        }
        boolean isShort = window.busyNs() <= window.polls() * SHORT_POLL_NS;
        task.hasSpunLightly |= isShort;
        if (window.perSecond(window.selfWakes()) >= SELF_WAKES_A_SECOND && 2 * window.selfWakes() >= window.polls()) {
            return task.hasSpunLightly || !metadata.yieldsCountAsSelfWakes() ? Fact.SELF_WAKES_COUNTED : null;
        }
        if (task.pendingOps >= window.polls() / 2 && polls >= SELF_WAKES_A_SECOND) {
            return Fact.NOTHING_READY;
        }
        boolean restless = window.restNs() <= AT_REST * window.nanos();
        return isShort && restless && polls >= POLLS_A_SECOND ? Fact.NEVER_AT_REST : null;
    }

    private static boolean getsOn(Task task, Task.Window window) {
        return (long) GETS_ON * task.readyOps >= window.polls();
    }

    private boolean mayBeOneOfTwo(Task task, Task.Window window) {
        boolean may = task.site() != null
                && task.isSpawned()
                && window.perSecond(window.polls()) >= POLLS_A_SECOND
                && window.busyNs() <= window.polls() * SHORT_POLL_NS
                && !getsOn(task, window);
        if (may) {
            mayBePairs.add(new Restless(task, window));
        }
        return may;
    }

    /** Once all tasks of an update are known: which of them come in twos. */
    void pairs(long now) {
        mayBePairs.sort((a, b) -> Long.compare(a.window().polls(), b.window().polls()));
        int i = 0;
        while (i < mayBePairs.size()) {
            Restless one = mayBePairs.get(i);
            if (i + 1 < mayBePairs.size()
                    && areOneAnothersWakers(one.window(), mayBePairs.get(i + 1).window())) {
                tellPair(one, mayBePairs.get(i + 1), now);
                i += 2;
            } else {
                one.task().spun = 0;
                i++;
            }
        }
        mayBePairs.clear();
    }

    private static boolean areOneAnothersWakers(Task.Window one, Task.Window two) {
        long apart = Math.abs(one.polls() - two.polls());
        double active = (one.nanos() - one.restNs() + two.nanos() - two.restNs()) / (double) one.nanos();
        return apart <= AS_OFTEN * two.polls() && active >= APART;
    }

    private void tellPair(Restless one, Restless two, long now) {
        one.task().spun++;
        two.task().spun++;
        SpawnSite site = one.task().site();
        SpawnSite other = two.task().site();
        if (site != null && other != null && Math.min(one.task().spun, two.task().spun) >= IN_A_ROW) {
            String with = two.task().label() + " spawned at " + other.site();
            tell(
                    now,
                    Fact.NEVER_AT_REST,
                    one.task(),
                    site,
                    one.window(),
                    one.window().polls(),
                    with);
        }
    }

    private void tell(
            long now, Fact fact, Task task, SpawnSite site, Task.Window window, long count, @Nullable String other) {
        long more = switch (fact) {
            case NEVER_AT_REST -> window.busyNs() / Math.max(1, window.polls());
            case NOTHING_READY -> task.pendingOps;
            default -> window.polls();
        };
        String source = other == null ? "its own turn" : "each other's turn";
        events.accept(new Event.BreachSeen(
                now, fact, source, task.label(), List.of(site.frame()), window.nanos(), count, more, other));
    }
}
