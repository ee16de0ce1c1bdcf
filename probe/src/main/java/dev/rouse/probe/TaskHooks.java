package dev.rouse.probe;

/** The hooks of executors and timers outside the JDK, behind {@code java.util.concurrent.RouseHooks}. */
public final class TaskHooks {
    private static volatile Tasks[] libraries = {};

    private TaskHooks() {}

    /** The libraries whose executors are watched; none after a detach. */
    public static void watch(Tasks... watched) {
        libraries = watched;
    }

    /** Called where a task is put into an executor's queue. */
    public static void handed(Object executor, Object task) {
        int stands = HandOvers.pass();
        if (stands == 0) {
            return;
        }
        try {
            HandOvers.add(executor, task, FunctionSite.nameOf(function(task)), stands);
        } catch (Throwable t) {
            fail(t);
        }
    }

    private static Object function(Object task) {
        for (Tasks library : libraries) {
            Object function = library.function(task);
            if (function != null) {
                return function;
            }
        }
        return task;
    }

    /** Called where a timer is set: its stack is the only one that shows whose it is. */
    public static void scheduled(Object timer) {
        if (!Fires.isOpen()) {
            return;
        }
        try {
            FunctionSite.nameOf(function(timer));
        } catch (Throwable t) {
            fail(t);
        }
    }

    /** Called where a timer is about to run. */
    public static void fires(Object timer) {
        if (!Fires.isOpen()) {
            return;
        }
        try {
            for (Tasks library : libraries) {
                long due = library.due(timer);
                if (due != Tasks.UNKNOWN) {
                    Fires.fires(timer, FunctionSite.knownName(function(timer)), due, true);
                    return;
                }
            }
        } catch (Throwable t) {
            fail(t);
        }
    }

    /** Closes all hooks after an error in one of them. */
    public static void fail(Throwable error) {
        Nursery.fail(error);
        HandOvers.close();
        Fires.close();
        TimedWaits.close();
        Unparks.close();
    }
}
