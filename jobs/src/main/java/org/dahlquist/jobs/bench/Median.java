package org.dahlquist.jobs.bench;

import java.util.Collection;

/** The middle of some numbers. */
final class Median {
    private Median() {}

    /** The median of the numbers that are not NaN; NaN if there is none. */
    static double of(Collection<Double> numbers) {
        double[] sorted = numbers.stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
