package java.util.concurrent;

import dev.rouse.probe.Fires;
import dev.rouse.probe.FunctionSite;
import dev.rouse.probe.HandOvers;
import dev.rouse.probe.TaskHooks;
import jdk.internal.misc.Unsafe;

/** The hooks of the JDK's executors and timers. */
final class RouseTasks {
    /** A timer set for sooner than this was given a turn, not a time. */
    private static final long SOON_NS = 1_000_000L;

    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final long CALLABLE = UNSAFE.objectFieldOffset(FutureTask.class, "callable");
    private static final Class<?> ADAPTER = type("java.util.concurrent.Executors$RunnableAdapter");
    private static final long ADAPTED = UNSAFE.objectFieldOffset(ADAPTER, "task");
    private static final Class<?> TIMER = type("java.util.concurrent.ScheduledThreadPoolExecutor$ScheduledFutureTask");
    private static final long TIME = UNSAFE.objectFieldOffset(TIMER, "time");

    private RouseTasks() {}

    private static Class<?> type(String name) {
        try {
            return Class.forName(name, false, null);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Called where a task is about to be handed to an executor, by whoever made it. */
    static void handed(Object executor, Object task) {
        int stands = HandOvers.pass();
        if (stands == 0 || task == null || executor instanceof CompletableFuture.DelayedExecutor) {
            return; // what is delayed on purpose is not late
        }
        try {
            HandOvers.add(executor, task, FunctionSite.nameOf(function(task)), stands);
        } catch (Throwable t) {
            TaskHooks.fail(t);
        }
    }

    /** The same of a stage whose source has just been completed: this stack is not that of who made the stage. */
    static void claimed(Object executor, Object stage) {
        int stands = HandOvers.pass();
        if (stands == 0 || stage == null || executor instanceof CompletableFuture.DelayedExecutor) {
            return;
        }
        try {
            HandOvers.add(executor, stage, FunctionSite.knownName(function(stage)), stands);
        } catch (Throwable t) {
            TaskHooks.fail(t);
        }
    }

    /** Called where a task begins to run. */
    static void runs(Object executor, Object task) {
        HandOvers.runs(executor, task);
    }

    /** Called where an executor refuses a task. */
    static void refused(Object task) {
        HandOvers.refuses(task);
    }

    /** Called where a timer is set. */
    static void scheduled(Object task) {
        if (!Fires.isOpen() || task.getClass() != TIMER) {
            return;
        }
        try {
            Object name = FunctionSite.nameOf(function(task));
            if (name instanceof FunctionSite site && !site.isTimed() && isTimed(task)) {
                site.setTimed();
            }
        } catch (Throwable t) {
            TaskHooks.fail(t);
        }
    }

    private static boolean isTimed(Object timer) {
        return UNSAFE.getLongVolatile(timer, TIME) - System.nanoTime() > SOON_NS;
    }

    /** Called where a timer is about to run. */
    static void fires(Object task, long due) {
        if (!Fires.isOpen()) {
            return;
        }
        try {
            Object name = FunctionSite.knownName(function(task));
            boolean periodic = task instanceof RunnableScheduledFuture<?> future && future.isPeriodic();
            Fires.fires(task, name, due, periodic || (name instanceof FunctionSite site && site.isTimed()));
        } catch (Throwable t) {
            TaskHooks.fail(t);
        }
    }

    /** Called where a timer has run. */
    static void fired() {
        Fires.fired();
    }

    private static Object function(Object task) {
        Object function = task;
        if (task instanceof FutureTask<?>) {
            function = UNSAFE.getReference(task, CALLABLE);
        } else if (task instanceof CompletableFuture.AsyncSupply<?> async) {
            function = async.fn;
        } else if (task instanceof CompletableFuture.AsyncRun async) {
            function = async.fn;
        } else if (task instanceof CompletableFuture.Completion stage) {
            function = RouseFutures.function(stage);
        }
        if (function != null && function.getClass() == ADAPTER) {
            function = UNSAFE.getReference(function, ADAPTED);
        }
        return function == null ? task : function;
    }
}
