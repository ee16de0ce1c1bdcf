package dev.rouse.agent;

import dev.rouse.engine.model.Fact;
import dev.rouse.engine.source.Event;
import java.lang.instrument.Instrumentation;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Asks Rouse's own runtime, wherever the host has loaded it, what its cores have seen. Each copy is read through types
 * of the JDK alone; one that fails is left alone from then on, and that is said. Nothing of ours stays with it.
 */
final class RuntimeWatch {
    private static final String BREACHES = "dev.rouse.runtime.Breaches";

    /** Sweeps between two looks through all loaded classes, which take about a millisecond: some two seconds. */
    private static final int SEARCH = 8;

    private final Instrumentation instrumentation;
    private final Consumer<Event> events;
    private final Consumer<String> note;
    private final LongSupplier paused;
    private final List<WeakReference<Class<?>>> copies = new ArrayList<>();
    private final List<WeakReference<Class<?>>> broken = new ArrayList<>();
    private int sweeps;

    /** @param paused nanoseconds for which the process has just stood still */
    RuntimeWatch(Instrumentation instrumentation, Consumer<Event> events, Consumer<String> note, LongSupplier paused) {
        this.instrumentation = instrumentation;
        this.events = events;
        this.note = note;
        this.paused = paused;
    }

    void sweep(long now) {
        if (sweeps++ % SEARCH == 0) {
            search();
        }
        for (WeakReference<Class<?>> copy : List.copyOf(copies)) {
            Class<?> breaches = copy.get();
            if (breaches != null) {
                take(breaches, now);
            }
        }
    }

    private void search() {
        copies.removeIf(copy -> copy.get() == null);
        broken.removeIf(copy -> copy.get() == null);
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            if (loaded.getName().equals(BREACHES) && !holds(copies, loaded) && !holds(broken, loaded)) {
                copies.add(new WeakReference<>(loaded));
            }
        }
    }

    private static boolean holds(List<WeakReference<Class<?>>> copies, Class<?> type) {
        return copies.stream().anyMatch(copy -> copy.refersTo(type));
    }

    private void take(Class<?> breaches, long now) {
        try {
            Object told = breaches.getMethod("take").invoke(null);
            for (Object one : (List<?>) told) {
                for (Event event : ToldByRuntime.events(now, one)) {
                    if (!isThePausesFault(event)) {
                        events.accept(event);
                    }
                }
            }
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            copies.removeIf(copy -> copy.refersTo(breaches));
            broken.add(new WeakReference<>(breaches));
            note.accept("what Rouse's runtime tells cannot be read, it is not watched: " + reason(e));
        }
    }

    private boolean isThePausesFault(Event event) {
        return event instanceof Event.BreachSeen breach
                && breach.fact() == Fact.LATE
                && breach.nanos() <= paused.getAsLong();
    }

    private static Throwable reason(Throwable e) {
        return e instanceof InvocationTargetException && e.getCause() != null ? e.getCause() : e;
    }

    /** Lets the runtimes know that nobody reads any more. */
    void leave() {
        for (WeakReference<Class<?>> copy : copies) {
            Class<?> breaches = copy.get();
            try {
                if (breaches != null) {
                    breaches.getMethod("leave").invoke(null);
                }
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                note.accept("Rouse's runtime was not told that nobody reads any more: " + reason(e));
            }
        }
        copies.clear();
    }
}
