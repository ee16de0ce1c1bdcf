package dev.rouse.runtime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Something that a core has seen go against the contract, as it was seen: whoever reads it decides what it proves.
 *
 * @param fact what was seen
 * @param future type of the future at fault: the innermost one on the poll path
 * @param task type of the task's own future
 * @param stack frames of the place, innermost first; empty when unknown
 * @param nanos how long: the wait, the delay, the stall or the interval looked at
 * @param count how often in that interval, or how many waited behind; at least 1
 * @param moved items or bytes that the task's leaves reported in that interval
 * @param other the sibling that happened to wake it, or the line that woke it; empty when unknown
 */
public record Breach(
        Fact fact,
        String future,
        String task,
        List<StackTraceElement> stack,
        long nanos,
        long count,
        long moved,
        String other) {

    public Breach {
        stack = List.copyOf(stack);
    }

    /** What can be seen. */
    public enum Fact {
        /** A poll was pending, and no waker was ever asked for. */
        NOTHING_ARMED,
        /** Every slot that held the waker has let go of it unfired. */
        RELEASED,
        /** The collector has taken the pending task: nobody held its waker. */
        COLLECTED,
        /** A poll that nobody asked for found it ready, and no wake came within the grace. */
        READY_UNWOKEN,
        /** A child was ready when a sibling's wake had it polled, and its own waker did not fire within the grace. */
        PASSED_OVER,
        /** A task woke itself again and again, and its leaves moved nothing. */
        SELF_WOKEN,
        /** Leaves were ready again and again, and moved nothing. */
        EMPTY_HANDED,
        /** A task ran long after it was woken. */
        LATE,
        /** A poll held its core. */
        BLOCKED,
        /** No breach: a wake as it should be, and who made it; {@code count} says for how many it stands. */
        WOKEN,
        /** No breach: so many sampled waits of children lasted so long; {@code moved} says for how many each stands. */
        WAITED,
        /** No breach: so many sampled polls came so long after their wake; {@code moved} as above. */
        RAN;

        /** Whether something went against the contract. */
        boolean isBreach() {
            return this != WOKEN && this != WAITED && this != RAN;
        }
    }

    /** In types of the JDK alone, for readers of another class loader. */
    public Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("fact", fact.name());
        map.put("future", future);
        map.put("task", task);
        map.put("stack", stack);
        map.put("nanos", nanos);
        map.put("count", count);
        map.put("moved", moved);
        map.put("other", other);
        return map;
    }
}
