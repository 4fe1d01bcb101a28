package org.dahlquist.scaling;

import org.dahlquist.DahlquistException;

/**
 * How fast one core finds nearest neighbours.
 *
 * @param gigaflops of the products of points, 10^9 operations a second, two for a multiply-add
 * @param pairNanoseconds time to look at one pair of points for both, beside its product
 */
public record KernelRate(double gigaflops, double pairNanoseconds) {
    /**
     * One core with AVX-512 and Java's Vector API: fitted to whole stages of 30,000 to 240,000 points with 64 and 512
     * features by {@code dahlquist bench graph}; it gives another machine's rates.
     */
    public static final KernelRate MEASURED = new KernelRate(120, 0.86);

    /** Checks the ranges. */
    public KernelRate {
        if (!(gigaflops > 0 && pairNanoseconds >= 0)) {
            throw DahlquistException.config(
                    "the rate of a kernel needs positive GFLOP/s and a time per pair of at least 0, but is %s and %s",
                    gigaflops, pairNanoseconds);
        }
    }
}
