package java.util.concurrent;

import dev.rouse.probe.PromiseHooks;

/** What the instrumented methods of promise classes outside the JDK call; here for the same reason as RouseRider. */
public final class RouseHooks {
    private RouseHooks() {}

    /** Called where a listener has been added to a promise. */
    public static void listens(Object promise, Object listener) {
        if (!(listener instanceof RouseRider)) {
            PromiseHooks.listens(promise, listener);
        }
    }

    /** Called where a thread is about to block on a promise. */
    public static void blocks(Object promise) {
        PromiseHooks.blocks(promise);
    }
}
