package org.dahlquist.scaling;

import org.dahlquist.DahlquistException;

/**
 * How fast one core finds nearest neighbours.
 *
 * @param gigaflops of the products of points, 10^9 operations a second, two for a multiply-add
 * @param pairNanoseconds time to compare the product of a pair with the limits of both points
 * @param distanceNanoseconds time of a pair that comes near enough: its distance in float64, beside {@link
 *     #FEATURE_NANOSECONDS} for each feature, and the change of one or two lists
 */
public record KernelRate(double gigaflops, double pairNanoseconds, double distanceNanoseconds) {
    /** Time of a distance in float64 for each feature. */
    public static final double FEATURE_NANOSECONDS = 0.15;

    /**
     * One core with AVX-512 and Java's Vector API, an AMD EPYC of 2024 (Zen 5), whose products reach 253 GFLOP/s in the
     * caches: more than that here, as it counts products that are skipped, two of three of the features it was fitted to
     * (30,000 to 240,000 points of 64 made-up features, and 30,000 of 512; within 20 %). Features of a trained network have
     * more of these, pixels fewer or none. Its time of a pair holds the comparing, that of a distance the order of near
     * points and lists. Half of it is a fair guess for a core with AVX2. {@code dahlquist bench knn --growth} shows how far a
     * machine agrees.
     */
    public static final KernelRate PLANNED = new KernelRate(300, 0, 210);

    /** Checks the ranges. */
    public KernelRate {
        if (!(gigaflops > 0 && pairNanoseconds >= 0 && distanceNanoseconds >= 0)) {
            throw DahlquistException.config(
                    "the rate of a kernel needs positive GFLOP/s and times of at least 0 per pair and distance, but is %s,"
                            + " %s and %s",
                    gigaflops, pairNanoseconds, distanceNanoseconds);
        }
    }

    /**
     * Seconds for some pairs of points, of which some come near enough for a distance in float64.
     *
     * @param pairs number of products
     * @param distances number of distances
     * @param dimension features per point; a product has two components more
     */
    public double seconds(double pairs, double distances, int dimension) {
        double product = 2.0 * (dimension + 2) / gigaflops + pairNanoseconds;
        double distance = distanceNanoseconds + FEATURE_NANOSECONDS * dimension;
        return 1e-9 * (pairs * product + distances * distance);
    }
}
