package java.util.concurrent;

import dev.rouse.probe.Beside;
import dev.rouse.probe.Fires;
import dev.rouse.probe.HandOvers;
import dev.rouse.probe.Lanes;
import dev.rouse.probe.PromiseHooks;
import dev.rouse.probe.TaskHooks;
import dev.rouse.probe.TimedWaits;
import dev.rouse.probe.Unparks;

/**
 * What instrumented methods outside this package call: of promises, executors and timers outside the JDK, for the same
 * reason as RouseRider, and of the JDK's conditions and LockSupport.
 */
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

    /** Called where a coroutine is suspended. */
    public static void suspends(Object wait, Object continuation) {
        RouseCoroutines.suspends(wait, continuation);
    }

    /** Called where somebody has subscribed to what a callback will emit into a sink. */
    public static void subscribes(Object sink, Object callback) {
        PromiseHooks.subscribes(sink, callback);
    }

    /** Called where a suspended coroutine is resumed or cancelled, where a sink emits or is cancelled. */
    public static void ended(Object wait) {
        Beside.ended(wait);
    }

    /** Called where a task is put into an executor's queue. */
    public static void handed(Object executor, Object task) {
        TaskHooks.handed(executor, task);
    }

    /** Called where an executor is about to run a task. */
    public static void runs(Object executor, Object task) {
        HandOvers.runs(executor, task);
    }

    /** Called where a timer is set. */
    public static void scheduled(Object timer) {
        TaskHooks.scheduled(timer);
    }

    /** Called where a timer is about to run. */
    public static void fires(Object timer) {
        TaskHooks.fires(timer);
    }

    /** Called where a timer has run. */
    public static void fired() {
        Fires.fired();
    }

    /** Called where a timed wait on a condition begins. */
    public static void awaits(Object condition) {
        TimedWaits.begins(condition);
    }

    /** Called where awaitNanos returns. */
    public static void waited(long remaining, Object condition) {
        TimedWaits.ended(condition, remaining <= 0);
    }

    /** Called where a timed await returns. */
    public static void waited(boolean inTime, Object condition) {
        TimedWaits.ended(condition, !inTime);
    }

    /** Called where a thread is unparked. */
    public static void unparks(Thread thread) {
        Unparks.unparks(thread);
    }

    /** Called where a thread is about to park. */
    public static void parks() {
        Unparks.parks();
    }

    /** Called where a thread returns from park. */
    public static void parked() {
        Unparks.parked();
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
