package dev.rouse.engine.compare;

import java.util.SplittableRandom;

/**
 * By how much one measure of one site differs between two recordings, and how far that is known: the standard error is
 * that of differences between blocks drawn anew, its degrees of freedom those of two recordings as short as the
 * shorter.
 */
final class Spread {
    /** The error of a standard error from so many is 4 %. */
    private static final int DRAWS = 300;

    /** Always the same draws: a comparison made twice says the same. */
    private static final long SEED = 20_260_101;

    private final double[] difference = new double[Measure.QUANTILES.length];
    private final double[] error = new double[Measure.QUANTILES.length];
    private final double rateError;
    private final double rateRatio;
    private final int freedom;

    Spread(Measure base, Measure now) {
        Manner before = base.manner();
        Manner after = now.manner();
        double[][] drawn = new double[Measure.QUANTILES.length + 1][DRAWS];
        SplittableRandom random = new SplittableRandom(SEED);
        for (int draw = 0; draw < DRAWS; draw++) {
            double[] b = base.drawn(random);
            double[] n = now.drawn(random);
            for (int q = 0; q < difference.length; q++) {
                drawn[q][draw] = n[q] - b[q];
            }
            drawn[difference.length][draw] = Math.log(n[difference.length] / b[difference.length]);
        }
        for (int q = 0; q < difference.length; q++) {
            difference[q] = after.at(Measure.QUANTILES[q]) - before.at(Measure.QUANTILES[q]);
            error[q] = deviation(drawn[q]);
        }
        rateRatio = Math.log(after.perSecond() / before.perSecond());
        rateError = deviation(drawn[difference.length]);
        freedom = Math.max(1, 2 * (Math.min(base.blocks(), now.blocks()) - 1));
    }

    private static double deviation(double[] values) {
        double sum = 0;
        double squares = 0;
        int n = 0;
        for (double value : values) {
            if (Double.isFinite(value)) {
                sum += value;
                squares += value * value;
                n++;
            }
        }
        return n < 2 ? Double.POSITIVE_INFINITY : Math.sqrt(Math.max(0, (squares - sum * sum / n) / (n - 1)));
    }

    /** How much longer the quantile of this number is, in milliseconds. */
    Interval longer(int quantile, double missing) {
        double reach = Student.reach(missing, freedom) * error[quantile];
        return new Interval(difference[quantile], difference[quantile] - reach, difference[quantile] + reach);
    }

    /** How many times as often. */
    Interval ratio(double missing) {
        double reach = Student.reach(missing, freedom) * rateError;
        return new Interval(Math.exp(rateRatio), Math.exp(rateRatio - reach), Math.exp(rateRatio + reach));
    }
}
