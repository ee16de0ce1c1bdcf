package dev.rouse.engine.compare;

import dev.rouse.engine.model.Finding;
import org.jspecify.annotations.Nullable;

/**
 * How a site was in one recording: its waits, or how late it ran.
 *
 * @param perSecond how often, as far as the samples tell
 * @param samples how many there were
 * @param medianMs their median
 * @param p90Ms what nine of ten stay below
 * @param p99Ms what 99 of 100 stay below
 * @param usualWaker who woke it most; null when that was not seen
 */
public record Manner(
        double perSecond,
        long samples,
        double medianMs,
        double p90Ms,
        double p99Ms,
        Finding.@Nullable UsualWaker usualWaker) {

    /** The quantile, one of those that are kept, in milliseconds. */
    double at(double quantile) {
        return quantile < 0.7 ? medianMs : quantile < 0.95 ? p90Ms : p99Ms;
    }
}
