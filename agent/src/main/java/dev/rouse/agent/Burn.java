package dev.rouse.agent;

import dev.rouse.probe.Meter;
import dev.rouse.probe.Meters;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of threads that burnt a core together while they were metered.
 *
 * @param nanos how long they were metered
 * @param outside tasks that others put into their queues
 * @param wakes wake-ups that others gave them
 * @param served how often others moved bytes of the channels that they select on
 * @param taskTypes classes of the tasks that they submitted
 * @param depth by how much the tasks that one of them submitted and those that it took differed at the most
 */
record Burn(
        long at, long nanos, List<Burning> threads, long outside, long wakes, long served, int taskTypes, long depth) {
    Burn {
        threads = List.copyOf(threads);
    }

    /** Calls of one kind, of all threads. */
    long calls(int kind) {
        return threads.stream()
                .mapToLong(thread -> thread.counts().of(kind).calls())
                .sum();
    }

    /** What calls of one kind moved, of all threads. */
    long moved(int kind) {
        return threads.stream()
                .mapToLong(thread -> thread.counts().of(kind).moved())
                .sum();
    }

    /**
     * One of the threads.
     *
     * @param cpuNs CPU time that it used meanwhile
     * @param loop what its samples have in common
     * @param kernelMoved bytes that the kernel moved for it; -1 when unknown
     * @param carrier whether it carries virtual threads; the name and the loop are then one of theirs, where that is
     *     known
     * @param onPurpose whether the loop says that it spins for something
     * @param strikes how many times in a row it was seen burning in this loop with nothing moved, this time included
     */
    record Burning(
            String name,
            long cpuNs,
            LoopingFrame loop,
            long kernelMoved,
            int strikes,
            boolean carrier,
            boolean onPurpose,
            boolean entriesMetered,
            Counts counts,
            Rounds rounds) {
        /** A call that the meters saw only the beginning or the end of. */
        private static final int CUT = 1;

        /** Whether any byte moved. */
        boolean moves() {
            return kernelMoved > 0
                    || counts.of(Meters.TRANSFER).moved() > 0
                    || counts.of(Meters.TLS).moved() > 0
                    || counts.of(Meters.CODEC).moved() > 0;
        }

        /** Tasks that it submitted and that were taken. */
        long submitted() {
            Count submitted = counts.of(Meters.SUBMIT);
            Count offered = counts.of(Meters.OFFERED);
            return Math.max(0, submitted.calls() - offered.empty() - CUT);
        }

        /** How often something was there when it asked. */
        long gets() {
            return counts.of(Meters.ASKED).moved()
                    + counts.of(Meters.SELECT_NOW).moved();
        }

        String share(long nanos) {
            return Math.min(100, Math.round(100.0 * cpuNs / nanos)) + " % of a core";
        }
    }

    /** What a loop does beside a call that it makes again and again. */
    interface Rounds {
        /** Whether it does anything. */
        boolean doMore(List<StackTraceElement> call);
    }

    /** What the meters of one thread have counted. */
    interface Counts {
        Count of(int kind);
    }

    /**
     * What one meter has counted.
     *
     * @param worked CPU time between two calls, where it was more than it takes to make the next one
     * @param stack of a call that came to nothing, innermost frame first; empty when there were few
     */
    record Count(
            long calls, long empty, long moved, long nanos, long worked, List<StackTraceElement> stack, String type) {
        Count {
            stack = List.copyOf(stack);
        }

        static Count of(Meter meter) {
            Class<?> type = meter.type();
            return new Count(
                    meter.calls(),
                    meter.empty(),
                    meter.moved(),
                    meter.nanos(),
                    meter.worked(),
                    stack(meter.where()),
                    type == null ? "" : type.getName());
        }

        private static List<StackTraceElement> stack(@Nullable Throwable where) {
            return where == null
                    ? List.of()
                    : Arrays.stream(where.getStackTrace())
                            .filter(frame -> !frame.getClassName().startsWith("dev.rouse.probe."))
                            .toList();
        }

        boolean allEmpty() {
            return moved == 0 && empty == calls;
        }
    }
}
