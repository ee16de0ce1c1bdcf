package dev.rouse.runtime;

import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Ready once a moment of {@link System#nanoTime} has passed; at most a timer's tick of 1 ms and one batch of polls
 * later, unless the core is held up. The timer is set on the first poll, on that poll's core, and is cancelled by the
 * drop.
 *
 * <p>Only the timer's wake makes it ready, and no look at the clock: a spurious poll must not come before the wake.
 */
public final class Sleep implements Future<@Nullable Void> {
    private final TimerWheel.Timer timer = new TimerWheel.Timer();
    private final long nanos;
    private final boolean fromFirstPoll;
    private long deadline;
    private @Nullable Core core;

    Sleep(long nanos, boolean fromFirstPoll) {
        this.nanos = nanos;
        this.fromFirstPoll = fromFirstPoll;
    }

    @Override
    public Poll<@Nullable Void> poll(Context context) {
        Core here = context.core();
        if (core == null) {
            core = here;
            deadline = fromFirstPoll ? here.nanoTime() + nanos : nanos;
            if (fromFirstPoll ? nanos == 0 : nanos - here.nanoTime() <= 0) {
                return Poll.ready();
            }
            here.timers().set(timer, deadline);
        } else if (core != here) {
            throw new IllegalStateException("a sleep stays on the core that it was first polled on");
        }
        if (timer.isSet()) {
            timer.slot.arm(context);
            return Poll.pending();
        }
        here.diagnosis().fired(here.coarseNanoTime() - deadline);
        return Poll.ready();
    }

    /** Lets go of the waker, and keeps the timer. */
    void forget() {
        timer.slot.clear();
    }

    @Override
    public void drop() {
        timer.slot.clear();
        Core here = core;
        if (here == null) {
            return;
        }
        if (Thread.currentThread() == here.thread) {
            here.timers().cancel(timer);
        } else {
            cancelOn(here);
        }
    }

    private void cancelOn(Core here) {
        try {
            here.execute(() -> here.timers().cancel(timer));
        } catch (RejectedExecutionException e) {
            assert here.hasEnded() : "and its timers with it";
        }
    }
}
