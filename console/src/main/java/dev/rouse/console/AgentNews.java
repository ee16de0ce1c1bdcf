package dev.rouse.console;

import dev.rouse.engine.model.Finding;

/** What agents say, as it arrives; called by one thread for each agent. */
interface AgentNews {
    /** Installed; one sentence says what is watched. */
    void ready(long pid, String text);

    /** One sentence for a human. */
    void note(long pid, String text);

    /** A finding, or more of one that was told before. */
    void finding(long pid, Finding finding);

    /** The agent could not install; one sentence says what to do. */
    void refused(long pid, String text);
}
