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
            FunctionSite site = FunctionSite.of(listener);
            int stands = site.stands(place);
            if (stands > 0) {
                ride(promise, Cell.sampling(site, stands));
            }
        } catch (Throwable t) {
            Nursery.fail(t);
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
