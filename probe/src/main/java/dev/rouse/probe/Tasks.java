package dev.rouse.probe;

import org.jspecify.annotations.Nullable;

/** How one library's tasks and timers are read. On the way of sampled tasks and of timers only. */
public interface Tasks {
    /** What is not known of a timer. */
    long UNKNOWN = Long.MIN_VALUE;

    /** The host's function that a task runs; null when the task is none of this library's. */
    @Nullable Object function(Object task);

    /** When a timer of this library was to run, by {@link System#nanoTime}; {@link #UNKNOWN} for any other. */
    long due(Object timer);
}
