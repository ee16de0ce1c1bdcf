package dev.rouse.engine.compare;

/**
 * What two runs of one build may differ by.
 *
 * @param relative part of a duration: where the compiler has put what, how full the machine is
 * @param absoluteMs milliseconds: one turn of another thread on the same core
 * @param rate how many times as often a site may wake
 * @param samples a site with fewer in either recording is not judged: a median of fewer is an anecdote
 * @param perSecond a site that wakes less often does not count as appeared or vanished
 */
public record Tolerance(double relative, double absoluteMs, double rate, int samples, double perSecond) {
    public static final Tolerance DEFAULT = new Tolerance(0.3, 1, 2, 30, 1);

    /** How many samples a quantile needs so that as many lie beyond it as a median has on each side. */
    long samplesFor(double quantile) {
        return Math.round(samples / 2.0 / (1 - quantile));
    }

    /** By how many milliseconds a duration may differ. */
    double of(double millis) {
        return Math.max(absoluteMs, relative * millis);
    }
}
