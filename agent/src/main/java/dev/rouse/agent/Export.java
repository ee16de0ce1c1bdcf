package dev.rouse.agent;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.source.Event;

/** Tells what the agent sees to a tool that people have; called by the agent's thread alone. */
interface Export extends AutoCloseable {
    /** Hears an event before the ledger takes it in. */
    default void event(Event event) {}

    /** A finding as it is reported: new, or more than it was. */
    default void finding(Finding finding) {}

    /** Called after each look at the threads, at this time of {@link System#nanoTime}. */
    void look(long now);

    /** The watch ends: leaves nothing in the host. */
    @Override
    void close();
}
