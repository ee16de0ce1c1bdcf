package dev.rouse.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One platform thread, as it was at the last look. Written by {@link ThreadWatch}. */
final class SeenThread {
    /** So many places at which a thread is seen to sleep are judged: each costs some milliseconds. */
    static final int LOOKS = 20;

    final Thread thread;
    Thread.State state = Thread.State.NEW;
    long turns;
    long cpu;
    long since;
    long ranAt;
    long wait;

    @Nullable WaitShape shape;

    @Nullable NativeWait inNative;

    boolean busy;

    /** CPU time and waits since the look before the last. */
    long burnt;

    long turned;

    @Nullable Boolean ticks;

    /** What it may still do to those that wait, told when it was last seen to sleep. */
    Outlook outlook = Outlook.MAY_WAKE;

    @Nullable StackTraceElement lookedFrom;

    int looked;

    /** Whether it runs the program's main method. The end of any other thread may be what a third one waits for. */
    boolean main;

    /** Of a thread that is runnable and does not run. */
    @Nullable List<StackTraceElement> stack;

    boolean starved;

    SeenThread(Thread thread) {
        this.thread = thread;
    }

    boolean blocked() {
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING || state == Thread.State.BLOCKED;
    }

    boolean timed() {
        return state == Thread.State.TIMED_WAITING;
    }

    /** It is awake now and then, but will wake nobody: what it does is no sign that anything goes on. */
    boolean onlooks() {
        return outlook != Outlook.MAY_WAKE;
    }

    boolean mayTick() {
        boolean unjudged = !onlooks() && state == Thread.State.TIMED_WAITING && looked < LOOKS;
        return !busy && (ticks == null || unjudged);
    }
}
