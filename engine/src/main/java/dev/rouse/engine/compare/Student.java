package dev.rouse.engine.compare;

/** Quantiles of the normal distribution and of Student's t. */
final class Student {
    private Student() {}

    /**
     * How many standard errors lie on each side of an interval that misses the true value with this probability.
     *
     * @param freedom degrees of freedom, at least 1
     */
    static double reach(double missing, int freedom) {
        double z = normal(1 - missing / 2);
        double n = freedom;
        double z3 = z * z * z;
        double z5 = z3 * z * z;
        double z7 = z5 * z * z;
        double z9 = z7 * z * z;
        // Abramowitz and Stegun, 26.7.5: good to 1 % from 8 degrees of freedom on at the far ends used here.
        return z
                + (z3 + z) / (4 * n)
                + (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n)
                + (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * n * n * n)
                + (79 * z9 + 776 * z7 + 1482 * z5 - 1920 * z3 - 945 * z) / (92160 * n * n * n * n);
    }

    /** The normal quantile, by bisection of its distribution function: this is asked once a comparison. */
    private static double normal(double probability) {
        double low = 0;
        double high = 40;
        for (int i = 0; i < 100; i++) {
            double middle = (low + high) / 2;
            if (tail(middle) > 1 - probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** How probable it is to be above: the continued fraction of Laplace where it converges, else the series. */
    private static double tail(double z) {
        double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        if (z > 3) {
            double fraction = z;
            for (int k = 60; k > 0; k--) {
                fraction = z + k / fraction;
            }
            return density / fraction;
        }
        double term = z;
        double sum = z;
        for (int k = 3; Math.abs(term) > 1e-17; k += 2) {
            term *= z * z / k;
            sum += term;
        }
        return 0.5 - density * sum;
    }
}
