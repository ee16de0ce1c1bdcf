package dev.rouse.console;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.StackKind;
import dev.rouse.engine.record.Entry;

/** What agents say, as it arrives; called by one thread for each agent. */
interface AgentNews {
    /** Installed; one sentence says what is watched. */
    void ready(long pid, String text);

    /** One sentence for a human. */
    void note(long pid, String text);

    /** A finding, or more of one that was told before. */
    void finding(long pid, Finding finding);

    /** So much more weight for one folded stack, outermost frame first. */
    default void stack(long pid, StackKind kind, long weight, String folded) {}

    /** The agent could not install; one sentence says what to do. */
    void refused(long pid, String text);

    /** Who is recorded; only where a recording was asked for. */
    default void source(Entry.Source source) {}

    /** What was seen at sites since the agent began, of those where that has changed. */
    default void sites(Entry.Sites sites) {}
}
