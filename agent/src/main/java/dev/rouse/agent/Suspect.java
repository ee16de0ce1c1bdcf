package dev.rouse.agent;

import dev.rouse.probe.Burner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A thread that is being looked at; of a carrier, the virtual thread that keeps it busy. */
final class Suspect {
    final ThreadWatch.Load load;
    final @Nullable Thread carried;
    final List<List<StackTraceElement>> samples = new ArrayList<>();
    final Burner burner;
    private final @Nullable KernelTask io;
    private long moved;

    /** CPU time that it had used before it was metered. */
    long cpu;

    @Nullable LoopingFrame loop;

    /** Whether the call that might never have come back was seen to. */
    boolean comesBack;

    LoopCalls calls = new LoopCalls(Map.of());

    Suspect(ThreadWatch.Load load, @Nullable KernelTask io, @Nullable Thread carried) {
        this.load = load;
        this.io = io;
        this.carried = carried;
        this.burner = new Burner(load.thread(), carried);
        countBytes();
    }

    long id() {
        return load.id();
    }

    String name() {
        Thread thread = carried == null ? load.thread() : carried;
        return thread.getName().isEmpty() ? "virtual thread #" + ThreadIds.of(thread) : thread.getName();
    }

    static boolean isCarrier(Thread thread) {
        return thread.getClass().getName().equals("jdk.internal.misc.CarrierThread");
    }

    boolean isCarrier() {
        return isCarrier(load.thread());
    }

    LoopingFrame loop() {
        if (loop == null) {
            throw new IllegalStateException("a thread without a common frame is not looked at");
        }
        return loop;
    }

    /** The method that it loops in. */
    String place() {
        StackTraceElement frame = loop().frame();
        return frame.getClassName() + '.' + frame.getMethodName();
    }

    /** Whether connections were asked for in any of its samples: what wakes a selector moves bytes too. */
    boolean dials() {
        return samples.stream()
                .flatMap(List::stream)
                .anyMatch(frame -> MeterGroups.isDial(frame.getClassName(), frame.getMethodName()));
    }

    /** Whether one call of the JDK's may be all that it does, as far as is known. */
    boolean mayBeEndless() {
        return loop != null && EndlessCall.mayBe(loop) && !comesBack;
    }

    /** Counts the bytes that the kernel moves for it from now on. */
    void countBytes() {
        moved = io == null ? -1 : io.moved();
    }

    /** Bytes since then; -1 when not known. */
    long movedSince() {
        long now = io == null ? -1 : io.moved();
        return moved < 0 || now < 0 ? -1 : now - moved;
    }
}
