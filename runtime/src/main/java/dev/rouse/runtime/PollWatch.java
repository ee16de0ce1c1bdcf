package dev.rouse.runtime;

/**
 * What a check of a future sees of its polls, while they go on: see {@link Context#watched}. Whoever implements it may
 * have an event happen between two steps of a poll, which no clock can do. Each is called on the thread that does it.
 */
public interface PollWatch {
    /** The waker fires. */
    void woken();

    /** The poll asks for its waker, and gets it when this returns. */
    default void asked() {}

    /** A {@link WakerSlot} has kept the waker; of wakers kept elsewhere nothing is told. */
    default void kept() {}

    /** The poll reports progress. */
    default void progressed(long amount) {}

    /** What {@link Context#spend} answers; false only after the waker has been fired. */
    default boolean spend() {
        return true;
    }
}
