package dev.rouse.testkit.contract;

/**
 * One step of an ordering.
 *
 * @param waiter number of the future in its subject; -1 for an event
 * @param event number of the event in its subject; -1 for none
 * @param fresh whether the poll brings another waker than the poll before
 */
record Step(Kind kind, int waiter, int event, boolean fresh) {

    /** What is done; the plainer first, as it is tried first. */
    enum Kind {
        EVENT,
        POLL,
        DROP,
        /** Whatever the event wakes is polled at once, inside the wake. */
        EVENT_POLLED,
        /** The event happens just before the poll gets its waker. */
        POLL_EVENT_BEFORE,
        /** The event happens just after a slot has kept the waker. */
        POLL_EVENT_AFTER,
        /** The poll's budget is used up. */
        POLL_SPENT;

        boolean needsTwoThreads() {
            return this == EVENT_POLLED || isEventInPoll();
        }

        boolean isEventInPoll() {
            return this == POLL_EVENT_BEFORE || this == POLL_EVENT_AFTER;
        }
    }

    static Step poll(Kind kind, int waiter, int event, boolean fresh) {
        return new Step(kind, waiter, event, fresh);
    }

    static Step event(Kind kind, int event) {
        return new Step(kind, -1, event, false);
    }

    static Step drop(int waiter) {
        return new Step(Kind.DROP, waiter, -1, false);
    }
}
