package dev.rouse.probe;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * One thread that turns a loop: how often it has come back to where the loop waits, and how often it has moved on to
 * something else within a turn. The thread alone writes, with plain stores; the agent reads, and may see them late.
 */
public final class Lane extends WeakReference<Thread> {
    private WeakReference<Object> loop;
    private boolean inside;
    private long turns;
    private long steps;
    private @Nullable Throwable first = new Throwable();

    Lane(Thread thread, Object loop) {
        super(thread);
        this.loop = new WeakReference<>(loop);
    }

    void enter(Object at) {
        if (!loop.refersTo(at)) {
            loop = new WeakReference<>(at);
        }
        inside = true;
    }

    void leave() {
        inside = false;
        turns++;
    }

    void step() {
        steps++;
    }

    /** What it waits in when it has nothing to do: a selector, an event executor; null when that is gone. */
    public @Nullable Object loop() {
        return loop.get();
    }

    /** Whether it waits there. */
    public boolean isInside() {
        return inside;
    }

    /** How often it has come out of there. */
    public long turns() {
        return turns;
    }

    /** How many messages, tasks and channel operations it has begun. */
    public long steps() {
        return steps;
    }

    /** The stack of the first turn, unread, once; then null, since it holds on to the classes of the host. */
    public @Nullable Throwable takeFirst() {
        Throwable taken = first;
        first = null;
        return taken;
    }
}
