package dev.rouse.probe;

import org.jspecify.annotations.Nullable;

/** One thread that burns a core, with its meters. */
public final class Burner {
    final Thread thread;
    private final Meter[] meters = new Meter[Meters.KINDS];

    /** Set while a hook runs on the thread: what the hook itself calls is not metered. */
    boolean inHook;

    /** What the innermost metered call asked for, and when, or where its buffers stood. */
    long asked;

    long askedAt;

    /** Tasks that it submitted, less those that it took; and the bounds of that number. */
    private long inFlight;

    private long least;
    private long most;

    /** The selector that it has waited at last. */
    @Nullable Object selector;

    public Burner(Thread thread) {
        this.thread = thread;
        for (int i = 0; i < meters.length; i++) {
            meters[i] = new Meter();
        }
    }

    public Thread thread() {
        return thread;
    }

    void submitted(int tasks) {
        inFlight += tasks;
        least = Math.min(least, inFlight);
        most = Math.max(most, inFlight);
    }

    /** By how much the tasks that it submitted and those that it took differed at the most. */
    public long depth() {
        return most - least;
    }

    /** @param kind one of the constants of {@link Meters} */
    public Meter meter(int kind) {
        return meters[kind];
    }
}
