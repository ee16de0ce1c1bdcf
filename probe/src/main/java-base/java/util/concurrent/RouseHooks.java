package java.util.concurrent;

import dev.rouse.probe.Lanes;
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

    /** Called where a thread is about to wait in its loop. */
    public static void waits(Object loop) {
        Lanes.enter(loop);
    }

    /** Called where a thread comes out of the wait of its loop. */
    public static void turns(Object loop) {
        Lanes.leave();
    }

    /** Called where a thread has the next message or task in hand. */
    public static void steps() {
        Lanes.step();
    }

    /** Called where a thread has read or written a channel of the JDK. */
    public static void steps(Object channel) {
        Lanes.step(channel);
    }
}
