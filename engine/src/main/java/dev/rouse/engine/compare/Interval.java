package dev.rouse.engine.compare;

/**
 * A measured value and how far it is known: at the default of {@link Comparison}, all intervals of one comparison hold
 * the true value at once in 99 of 100 comparisons.
 */
public record Interval(double estimate, double low, double high) {
    Interval times(double factor) {
        return factor < 0
                ? new Interval(estimate * factor, high * factor, low * factor)
                : new Interval(estimate * factor, low * factor, high * factor);
    }
}
