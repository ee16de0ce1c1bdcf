package dev.rouse.runtime;

/**
 * The handle whose firing ends a wait. To clone it is to keep a reference; to release it is to forget the reference.
 * Firing is cheap, may be done by any thread, any number of times, and does nothing once the task has ended.
 */
@FunctionalInterface
public interface Waker {
    void wake();
}
