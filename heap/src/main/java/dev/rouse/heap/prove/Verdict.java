package dev.rouse.heap.prove;

/** What a dump says of one blocked thread. */
enum Verdict {
    /** Somebody who can still run reaches its waker. */
    HELD,
    /** Its waker sits in the queue of a pool whose every worker is blocked. */
    STARVED,
    /** It can never go on, if what the dump leaves open is as it seems. */
    SUSPECT,
    /** Only an interrupt can end it. */
    INTERRUPT_ONLY,
    /** Nothing can end it. */
    PROVEN
}
