package org.dahlquist.landscape;

import java.util.Arrays;
import java.util.List;

/**
 * ε-sharpness of a model p along some filter-normalised random directions d₁ … d_m:
 * max over i and |t| ≤ ε of ℓ(p + t·dᵢ) − ℓ(p), the maximum over t taken on a grid that has ±ε in it.
 *
 * <p>Our own definition, in the spirit of Keskar et al., "On Large-Batch Training for Deep Learning", ICLR 2017, eq. (3),
 * with two differences: filter-normalised random directions instead of a box searched by an optimiser, because a box in
 * raw parameters isn't comparable between networks of other scale; and no division by 1 + ℓ(p). It bounds the worst
 * case in the ε-neighbourhood from below.
 *
 * @param epsilon ε, positive: the fraction of every filter's norm
 * @param rises max over |t| ≤ ε of ℓ(p + t·dᵢ) − ℓ(p) for each direction; at least one; NaN where a loss was NaN
 */
public record Sharpness(double epsilon, List<Double> rises) {
    /** Copies the list. */
    public Sharpness {
        rises = List.copyOf(rises);
    }

    /**
     * The places t on a direction at which losses are needed.
     *
     * @param epsilon ε
     * @param steps places on each side, at least 1
     * @return ε·j/steps for j = −steps … steps without 0, ascending
     */
    public static double[] places(double epsilon, int steps) {
        double[] places = new double[2 * steps];
        for (int j = 1; j <= steps; j++) {
            places[steps - j] = -epsilon * j / steps;
            places[steps + j - 1] = epsilon * j / steps;
        }
        return places;
    }

    /**
     * The sharpness from the losses found.
     *
     * @param epsilon ε
     * @param centre ℓ(p)
     * @param losses for each direction those at its places, in any order
     */
    public static Sharpness of(double epsilon, double centre, List<double[]> losses) {
        return new Sharpness(
                epsilon,
                losses.stream()
                        // at t = 0 the rise is 0
                        .map(row ->
                                Math.max(0, Arrays.stream(row).reduce(Double.NEGATIVE_INFINITY, Math::max) - centre))
                        .toList());
    }

    /** The largest rise over all directions: the ε-sharpness. */
    public double max() {
        return rises.stream().reduce(Math::max).orElseThrow();
    }

    /** The mean over the directions of the largest rise along each. */
    public double mean() {
        return rises.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
