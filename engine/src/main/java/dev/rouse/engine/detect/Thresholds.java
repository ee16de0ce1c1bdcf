package dev.rouse.engine.detect;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a detector calls long or often enough.
 *
 * @param floorMs no younger wait is ever suspected: below a second, a pause of the JVM or a busy machine explains it
 * @param graceMs how long a wait may still be rescued (by a timeout or a cancellation) after its waker is gone
 * @param quietMs how long no task may have run before a process counts as still: longer than two looks at the threads
 * @param historyFactor a wait is unheard-of when it is so many times older than 99 % of its site's others
 * @param minSamples a site with fewer sampled wakes has no history
 * @param loneMs how old a single wait must be when its site's history alone speaks against it
 * @param inARow so many self-wakes, or times ready with nothing to show, in a row are no accident
 * @param spinMs how long they must go on: to spin for some milliseconds before sleeping is a strategy
 * @param lateMs how long after its wake a task may run: ten times what a full but healthy loop takes
 * @param stallMs how long one poll may hold its loop: twice what a person notices
 */
public record Thresholds(
        long floorMs,
        long graceMs,
        long quietMs,
        int historyFactor,
        int minSamples,
        long loneMs,
        int inARow,
        long spinMs,
        long lateMs,
        long stallMs) {
    public static final Thresholds DEFAULT = new Thresholds(1_000, 3_000, 1_000, 10, 16, 10_000, 1_000, 500, 200, 200);

    /**
     * The defaults, changed by what is set: {@code floor}, {@code grace}, {@code quiet}, {@code lone}, {@code spin},
     * {@code late} and {@code stall} in milliseconds, {@code history.factor}, {@code history.samples},
     * {@code spin.row}.
     *
     * @param settings value by name, null where not set
     * @throws IllegalArgumentException when a value is no positive number
     */
    public static Thresholds from(UnaryOperator<@Nullable String> settings) {
        return new Thresholds(
                number(settings, "floor", DEFAULT.floorMs),
                number(settings, "grace", DEFAULT.graceMs),
                number(settings, "quiet", DEFAULT.quietMs),
                (int) number(settings, "history.factor", DEFAULT.historyFactor),
                (int) number(settings, "history.samples", DEFAULT.minSamples),
                number(settings, "lone", DEFAULT.loneMs),
                (int) number(settings, "spin.row", DEFAULT.inARow),
                number(settings, "spin", DEFAULT.spinMs),
                number(settings, "late", DEFAULT.lateMs),
                number(settings, "stall", DEFAULT.stallMs));
    }

    private static long number(UnaryOperator<@Nullable String> settings, String name, long otherwise) {
        String value = settings.apply(name);
        if (value == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(value.trim());
            if (number > 0 && number <= Integer.MAX_VALUE) {
                return number;
            }
        } catch (NumberFormatException e) {
            // falls through to the one sentence that says it
        }
        throw new IllegalArgumentException("rouse." + name + " is '" + value + "', give a positive whole number");
    }

    long floorNs() {
        return floorMs * 1_000_000;
    }

    long graceNs() {
        return graceMs * 1_000_000;
    }

    long quietNs() {
        return quietMs * 1_000_000;
    }

    long loneNs() {
        return loneMs * 1_000_000;
    }

    long spinNs() {
        return spinMs * 1_000_000;
    }

    long lateNs() {
        return lateMs * 1_000_000;
    }

    long stallNs() {
        return stallMs * 1_000_000;
    }
}
