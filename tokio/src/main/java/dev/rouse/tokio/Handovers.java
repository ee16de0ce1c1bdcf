package dev.rouse.tokio;

/**
 * When a runtime started a worker anew: a task has said that it will hold its own ({@code block_in_place}), and what
 * stood behind it runs elsewhere. Seen by the thread for blocking work that Tokio spawns for itself.
 */
final class Handovers {
    private static final String WORKERS = "runtime/scheduler/multi_thread/worker.rs";

    private long latest;

    /** @param file where a thread for blocking work was spawned */
    static boolean isOne(String file) {
        return file.replace('\\', '/').endsWith(WORKERS);
    }

    void handedOver(long at) {
        latest = Math.max(latest, at);
    }

    /** Whether a poll that began then, and lasted until lately, may be that of a task that said so. */
    boolean since(long began) {
        return latest >= began;
    }
}
