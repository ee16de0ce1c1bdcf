package dev.rouse.engine.model;

/** What a wait is for, as its structure shows it. */
public enum Role {
    /** For the one result of something already asked for: a promise, a future, a FutureTask. */
    RESULT,
    /** For an event that happens once: a latch. */
    LATCH,
    /** For a signal that may come again and again: a condition, a monitor, a permit, a bare park. */
    SIGNAL,
    /** For a signal, at the top of the task's own loop: an idle worker, unless nobody is left to give it work. */
    LOOP,
    /** For a lock that another task holds. */
    LOCK,
    /** For another task to end. */
    JOIN,
    /** For work to come: a pool's worker, a queue's consumer, a selector, a reference handler. */
    IDLE,
    /** For time to pass. */
    TIMER
}
