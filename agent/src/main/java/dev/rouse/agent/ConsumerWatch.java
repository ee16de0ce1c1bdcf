package dev.rouse.agent;

import dev.rouse.engine.model.Fact;
import dev.rouse.engine.source.Event;
import dev.rouse.probe.Lane;
import dev.rouse.probe.Lanes;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for consumers that are parked although there is something for them: their own state, and that of what they wait
 * at, say so. Known are the LMAX Disruptor's, 2.x to 4.x: a sequence behind its barrier's cursor.
 */
final class ConsumerWatch {
    /** A signal that is on its way arrives within this time, on a busy machine too. */
    private static final long HELD_NS = 300_000_000L;

    /** Told by then, even if nothing has ended it. */
    private static final long LONG_NS = 1_000_000_000L;

    /** So much longer than its pause a sweep may take to come; what is over, the whole machine stood still. */
    private static final long LATE_NS = 50_000_000L;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Consumer<Event> events;
    private final Fields fields;
    private final Map<Lane, Parked> known = new HashMap<>();
    private long sweptAt = System.nanoTime();

    ConsumerWatch(Consumer<Event> events, Fields fields) {
        this.events = events;
        this.fields = fields;
    }

    /** A consumer seen parked while something is there, with what must not change meanwhile. */
    private static final class Parked {
        final long next;
        final long turns;
        long heldNs;
        long ready;
        boolean told;
        List<StackTraceElement> stack = List.of();

        Parked(long next, long turns) {
            this.next = next;
            this.turns = turns;
        }
    }

    /** @param pauseMs how long the agent meant to pause since the last sweep */
    void sweep(long now, long pauseMs) {
        long counted = Math.min(now - sweptAt, pauseMs * 1_000_000 + LATE_NS);
        sweptAt = now;
        Map<Lane, Parked> still = new HashMap<>();
        Lanes.look(lane -> {
            Object consumer = lane.loop();
            Thread thread = lane.get();
            if (thread != null && consumer != null && Fields.isA(consumer, "disruptor.BatchEventProcessor")) {
                Parked parked = look(known.get(lane), consumer, thread, counted);
                if (parked != null) {
                    still.put(lane, parked);
                }
            }
        });
        known.forEach((lane, parked) -> {
            boolean ended = still.get(lane) != parked;
            if (!parked.told && (ended || parked.heldNs >= LONG_NS)) {
                tell(parked, lane, now);
            }
        });
        known.clear();
        known.putAll(still);
    }

    private @Nullable Parked look(@Nullable Parked before, Object consumer, Thread thread, long counted) {
        Object barrier = fields.get(consumer, "sequenceBarrier");
        long next = value(fields.get(consumer, "sequence")) + 1;
        long ready = available(barrier, next) - next + 1;
        ThreadInfo info = ready <= 0 ? null : threads.getThreadInfo(ThreadIds.of(thread), 0);
        if (info == null || info.getThreadState() != Thread.State.WAITING) {
            return null;
        }
        long turns = info.getWaitedCount() + info.getBlockedCount();
        if (before == null || before.next != next || before.turns != turns) {
            return new Parked(next, turns);
        }
        before.heldNs += counted;
        before.ready = ready;
        boolean lasts = before.heldNs >= HELD_NS;
        return lasts && before.stack.isEmpty() && !waits(before, thread, barrier) ? null : before;
    }

    /** Whether it is parked inside its wait strategy, and not in the midst of handling an event. */
    private boolean waits(Parked parked, Thread thread, @Nullable Object barrier) {
        Object strategy = fields.get(barrier, "waitStrategy");
        ThreadInfo info = threads.getThreadInfo(ThreadIds.of(thread), 64);
        if (strategy == null || info == null || info.getThreadState() != Thread.State.WAITING) {
            return false;
        }
        List<StackTraceElement> stack = List.of(info.getStackTrace());
        String type = strategy.getClass().getName();
        if (stack.stream().noneMatch(frame -> frame.getClassName().equals(type))) {
            return false;
        }
        parked.stack = stack;
        return true;
    }

    /** The last sequence that is there for a consumer; below {@code next} when there is none. */
    private long available(@Nullable Object barrier, long next) {
        if (barrier == null || fields.number(barrier, "alerted", 1) == 1) {
            return next - 1;
        }
        long last = value(fields.get(barrier, "cursorSequence"));
        Object dependent = fields.get(barrier, "dependentSequence");
        dependent = dependent == null ? fields.get(barrier, "dependentSequences") : dependent;
        last = Math.min(last, least(dependent));
        return last >= next && isPublished(fields.get(barrier, "sequencer"), next) ? last : next - 1;
    }

    /** With several producers the cursor tells what is claimed; what is published stands beside it. */
    private boolean isPublished(@Nullable Object sequencer, long sequence) {
        if (!(fields.get(sequencer, "availableBuffer") instanceof int[] flags)) {
            return true;
        }
        long mask = fields.number(sequencer, "indexMask", 0);
        long shift = fields.number(sequencer, "indexShift", 0);
        return flags[(int) (sequence & mask)] == (int) (sequence >>> shift);
    }

    private long least(@Nullable Object dependent) {
        Object several = dependent instanceof Object[] ? dependent : fields.get(dependent, "sequences");
        if (!(several instanceof Object[] sequences)) {
            return dependent == null ? Long.MAX_VALUE : value(dependent);
        }
        long least = Long.MAX_VALUE;
        for (Object sequence : sequences) {
            least = Math.min(least, value(sequence));
        }
        return least;
    }

    private long value(@Nullable Object sequence) {
        return fields.get(sequence, "paddedValue") instanceof long[] padded
                ? padded[padded.length / 2]
                : fields.number(sequence, "value", Long.MIN_VALUE);
    }

    private void tell(Parked parked, Lane lane, long now) {
        Thread thread = lane.get();
        Object consumer = lane.loop();
        if (parked.stack.isEmpty() || thread == null || consumer == null) {
            return;
        }
        parked.told = true;
        events.accept(new Event.BreachSeen(
                now,
                Fact.PARKED_READY,
                consumer.getClass().getName(),
                null,
                parked.stack,
                parked.heldNs,
                1,
                parked.ready,
                null));
    }
}
