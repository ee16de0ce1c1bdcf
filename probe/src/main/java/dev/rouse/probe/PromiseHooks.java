package dev.rouse.probe;

/** The hooks of promise classes outside the JDK, behind {@code java.util.concurrent.RouseHooks}. */
public final class PromiseHooks {
    private static volatile Promises[] libraries = {};

    private PromiseHooks() {}

    /** The libraries whose promises are watched; none after a detach. */
    public static void watch(Promises... watched) {
        libraries = watched;
    }

    /** Called where a listener has been added to a promise. */
    public static void listens(Object promise, Object listener) {
        if (!Nursery.isAccepting()) {
            return;
        }
        try {
            int place = Nursery.add(promise);
            Cell cell = FunctionSite.of(listener).cell(place);
            if (cell != null) {
                ride(promise, cell);
            }
        } catch (Throwable t) {
            Nursery.fail(t);
        }
    }

    /** A subscribed sink, with the callback that got it: the sink itself does not know it. */
    public record Subscribed(Object sink, Object callback) {}

    /** Called where somebody has subscribed to what a callback will emit into a sink. */
    public static void subscribes(Object sink, Object callback) {
        if (!Nursery.isAccepting()) {
            return;
        }
        try {
            FunctionSite site = FunctionSite.of(callback);
            if (!site.isIdle()) {
                suspends(new Subscribed(sink, callback), sink, site);
            }
        } catch (Throwable t) {
            Nursery.fail(t);
        }
    }

    /** Registers a wait that has no list of dependents, whose cell therefore stands beside it. */
    public static void suspends(Object registration, Object wait, FunctionSite site) {
        Cell cell = site.cell(Nursery.add(registration));
        if (cell != null) {
            Beside.put(wait, cell);
        }
    }

    /** Called where a thread is about to block on a promise. */
    public static void blocks(Object promise) {
        if (!Nursery.isOpen() || !Cell.takeCredit()) {
            return;
        }
        try {
            ride(promise, Cell.sampling(new Throwable(), 1));
        } catch (Throwable t) {
            Nursery.fail(t);
        }
    }

    private static void ride(Object promise, Cell cell) {
        for (Promises library : libraries) {
            if (library.owns(promise)) {
                library.ride(promise, cell);
                return;
            }
        }
    }
}
