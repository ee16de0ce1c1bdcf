package dev.rouse.testkit.contract;

import dev.rouse.runtime.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * A future to check, new and never polled, with the events that may happen to it. Made anew for every ordering that is
 * tried. An event has had its whole effect, wakes included, when its action returns; it happens at most once.
 */
public final class Subject {
    private final List<Future<?>> futures = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();

    private Subject() {}

    /** @param completes whether some future of the subject must be ready, or have failed, once it has happened */
    record Event(String name, Runnable action, boolean completes) {}

    public static Subject of(Future<?> future) {
        return new Subject().and(future);
    }

    /** A further future of the same source: a second waiter, which must not cost the first its wake. */
    public Subject and(Future<?> another) {
        futures.add(another);
        return this;
    }

    /**
     * An event that may let a future go on. What it does is judged by the wakes alone: a future that is ready after it
     * has been woken by it.
     */
    public Subject event(String name, Runnable action) {
        events.add(new Event(name, action, false));
        return this;
    }

    /** An event after which a future that still waits must be ready, or have failed, whenever it happened. */
    public Subject completes(String name, Runnable action) {
        events.add(new Event(name, action, true));
        return this;
    }

    List<Future<?>> futures() {
        return futures;
    }

    List<Event> events() {
        return events;
    }
}
