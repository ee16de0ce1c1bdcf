package dev.rouse.agent;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.StackKind;
import dev.rouse.engine.record.Entry;
import java.util.Map;

/** Where the agent's words go: a console that asked for them, or the host's standard error. */
interface Outlet extends AutoCloseable {
    /** Installed; one sentence says what is watched. */
    void ready(String text);

    /** One sentence for a human. */
    void note(String text);

    void finding(Finding finding);

    /** By how much the weights of folded stacks have grown. */
    default void stacks(StackKind kind, Map<String, Long> growth) {}

    /** Whether the agent shall leave. */
    boolean asksToLeave();

    /** The agent has left; one sentence sums up. */
    void bye(String text);

    /** The agent could not install; one sentence says what to do. */
    void refused(String text);

    /** Who is recorded; for a console that asked for it. */
    default void source(Entry.Source source) {}

    /** What was seen at sites since the watch began, of those where that has changed; for a console that records. */
    default void sites(Entry.Sites sites) {}

    /** Local port of the connection to the console; 0 when there is none. */
    default int port() {
        return 0;
    }

    @Override
    void close();
}
