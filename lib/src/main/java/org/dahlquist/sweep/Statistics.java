package org.dahlquist.sweep;

import java.util.List;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;

/**
 * Mean and spread of repeated measurements.
 *
 * @param count measurements
 * @param mean their mean; NaN of none
 * @param deviation sample standard deviation, divided by n − 1; NaN of fewer than two
 */
public record Statistics(int count, double mean, double deviation) {
    /** Of some measurements. */
    public static Statistics of(List<Double> values) {
        double[] numbers = values.stream().mapToDouble(Double::doubleValue).toArray();
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        return new Statistics(
                numbers.length, mean, numbers.length < 2 ? Double.NaN : new StandardDeviation().evaluate(numbers));
    }

    /**
     * Spearman's rank correlation; ties get the mean of their ranks.
     *
     * @param x finite numbers
     * @param y as many finite numbers
     * @return from −1 to 1; NaN of fewer than two pairs, or where one side is constant
     */
    public static double rankCorrelation(List<Double> x, List<Double> y) {
        if (x.size() < 2) {
            return Double.NaN;
        }
        return new SpearmansCorrelation()
                .correlation(
                        x.stream().mapToDouble(Double::doubleValue).toArray(),
                        y.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
