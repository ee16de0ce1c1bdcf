package dev.rouse.probe;

import org.jspecify.annotations.Nullable;

/** One thread that burns a core, with its meters; of a carrier, the virtual thread that it carries too. */
public final class Burner {
    private static final int RECENT = 4;

    private final Thread thread;
    private final @Nullable Thread carried;
    private final Meter[] meters = new Meter[Meters.KINDS];

    /** The tasks that were handed over at last. */
    private final @Nullable Object[] recent = new Object[RECENT];

    private int next;

    /** Set while a hook runs on the thread: what the hook itself calls is not metered. */
    boolean inHook;

    /** What the innermost metered call asked for, and when, or where its buffers stood. */
    long asked;

    long askedAt;

    /** Set at the first entry: a call that the meters were opened in had none, and its return tells nothing. */
    boolean entered;

    /** The selector that it has waited at last. */
    @Nullable Object selector;

    /** The buffer that it has compacted at last. */
    @Nullable Object compacted;

    public Burner(Thread thread) {
        this(thread, null);
    }

    /** @param carried a virtual thread that runs on this one, now and then or always; null when there is none */
    public Burner(Thread thread, @Nullable Thread carried) {
        this.thread = thread;
        this.carried = carried;
        for (int i = 0; i < meters.length; i++) {
            meters[i] = new Meter();
        }
    }

    public Thread thread() {
        return thread;
    }

    boolean is(Thread other) {
        return thread == other || carried == other;
    }

    /** Whether this very task was handed over lately, and is again: it has run between. */
    boolean again(Object task) {
        for (Object one : recent) {
            if (one == task) {
                return true;
            }
        }
        recent[next] = task;
        next = (next + 1) % RECENT;
        return false;
    }

    /** @param kind one of the constants of {@link Meters} */
    public Meter meter(int kind) {
        return meters[kind];
    }
}
