package dev.rouse.engine.model;

/** What a source can see go against the contract by itself. A fact is no verdict: that is the detectors' to say. */
public enum Fact {
    /** A poll was pending and left its waker with nobody. */
    NOTHING_ARMED,
    /** Whoever held the waker has let go of it unfired. */
    RELEASED,
    /** The collector has taken what waits: nobody held its waker. */
    COLLECTED,
    /** A look that nobody asked for found it ready, and its wake did not come within the source's grace. */
    READY_UNWOKEN,
    /** One of several was ready when a sibling's wake had it polled, and its own wake did not come within the grace. */
    PASSED_OVER,
    /**
     * Timed waits of one thread on one condition ended by their timeout: at times it waited again at once, and so often
     * it went on.
     */
    TIMED_OUT,
    /** Timed waits of a place ended by a signal. No breach: it speaks for the place. */
    SIGNALLED,
    /** A task was woken from inside its own polls, so often in a row. */
    SELF_WOKEN,
    /** Something was ready so often in a row, with nothing to show for it. */
    EMPTY_HANDED,
    /** The threads of an executor or selector kept it busy with nothing but their own submissions or wake-ups. */
    RESUBMITTED,
    /** A thread burnt a core asking for what never came, where to ask again and again may be meant. */
    POLLED_IN_VAIN,
    /** A thread burnt a core in one call that is not made to last. */
    BURNING,
    /** Tasks ran so long after their wake: the 99th percentile of an interval's samples. */
    LATE,
    /** One poll or handler held its loop. */
    BLOCKED,
    /** A hold of a loop that has been told already lasts, or has ended: how long it is by now. */
    STILL_BLOCKED,
    /** Bytes lie unread in a connection that is to be read by itself, and its readiness is not waited for. */
    READS_OFF,
    /** A consumer is parked although what it waits for is there, as its own state and its source's say. */
    PARKED_READY,
    /** A task's counters: so many wakes from inside its own polls in an interval. What they moved is not seen. */
    SELF_WAKES_COUNTED,
    /** A task's counters: so many polls in an interval, too short to do anything, and hardly any rest between. */
    NEVER_AT_REST,
    /** A task's counters: so many polls in an interval, and none of the operations that it asked was ready. */
    NOTHING_READY,
    /** A task's counters: its polls of an interval began so long after their wakes, on average. */
    LATE_ON_AVERAGE,
    /** One poll of a task took so long, or has by now; its count is 1, and 0 when it is told again as it grows. */
    LONG_POLL,
    /** A timer that a task had polled while it was pending was due so long ago, and has not woken it. */
    TIMER_OVERDUE,
    /** An answer was sent so long ago to one who had waited for it, and who has not been polled since. */
    SENT_UNRECEIVED,
    /**
     * Who was the last to get a lock has been idle for so long, and no timer will run it; so many wait for the lock
     * meanwhile.
     */
    IDLE_HOLDER,
    /** The tasks of a line used to finish; none has for so long, and all that it has spawned since wait. */
    NONE_FINISHES,
    /**
     * A task's counters: somebody let go of a waker of it unfired while it was idle, and only that of a timer was left,
     * which stands beside other waits of the task; so long after its last poll it ran again.
     */
    LEFT_TO_TIMER
}
