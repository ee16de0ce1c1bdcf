package dev.rouse.probe;

import java.nio.channels.SelectableChannel;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of event loops: who turns one, and whether it still turns. A fixed table of so many sets of four, found by
 * the identity of the thread; a set that is full of living threads watches no fifth. Two threads that adopt a lane in
 * one set at once may lose one of the two, which comes back with its next turn.
 */
public final class Lanes {
    private static final int SETS = 512;
    private static final int WAYS = 4;
    private static final AtomicReferenceArray<@Nullable Lane> TABLE = new AtomicReferenceArray<>(SETS * WAYS);

    private Lanes() {}

    /** Called where a thread is about to wait in its loop. */
    public static void enter(Object loop) {
        if (!Nursery.isOpen()) {
            return;
        }
        try {
            Thread thread = Thread.currentThread();
            Lane lane = of(thread);
            if (lane == null) {
                lane = adopt(thread, loop);
            }
            if (lane != null) {
                lane.enter(loop);
            }
        } catch (Throwable t) {
            Nursery.fail(t);
        }
    }

    /** Called where it comes out again. */
    public static void leave() {
        Lane lane = Nursery.isOpen() ? of(Thread.currentThread()) : null;
        if (lane != null) {
            lane.leave();
        }
    }

    /** Called where a thread begins with the next message or task; of no interest unless the thread turns a loop. */
    public static void step() {
        Lane lane = Nursery.isOpen() ? of(Thread.currentThread()) : null;
        if (lane != null) {
            lane.step();
        }
    }

    /** Called where a channel of the JDK has been read or written: in a loop that is a step, unless it may block. */
    public static void step(Object channel) {
        if (channel instanceof SelectableChannel selectable && !selectable.isBlocking()) {
            step();
        }
    }

    private static @Nullable Lane of(Thread thread) {
        int from = set(thread);
        for (int i = from; i < from + WAYS; i++) {
            Lane lane = TABLE.get(i);
            if (lane != null && lane.refersTo(thread)) {
                return lane;
            }
        }
        return null;
    }

    private static @Nullable Lane adopt(Thread thread, Object loop) {
        int from = set(thread);
        for (int i = from; i < from + WAYS; i++) {
            Lane lane = TABLE.get(i);
            if (lane == null || lane.refersTo(null)) {
                Lane adopted = new Lane(thread, loop);
                TABLE.set(i, adopted);
                return adopted;
            }
        }
        return null;
    }

    private static int set(Thread thread) {
        return (System.identityHashCode(thread) & (SETS - 1)) * WAYS;
    }

    /** Hands out all lanes whose thread has not been collected. */
    public static void look(Consumer<Lane> watcher) {
        for (int i = 0; i < SETS * WAYS; i++) {
            Lane lane = TABLE.get(i);
            if (lane != null && !lane.refersTo(null)) {
                watcher.accept(lane);
            }
        }
    }

    /** Forgets all; a thread that turns on is found anew. */
    public static void clear() {
        for (int i = 0; i < SETS * WAYS; i++) {
            TABLE.set(i, null);
        }
    }
}
