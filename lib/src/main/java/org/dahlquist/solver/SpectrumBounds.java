package org.dahlquist.solver;

import org.dahlquist.DahlquistException;

/**
 * An interval that holds the spectrum of a matrix scaled to a unit diagonal, D^(-1/2) A D^(-1/2).
 *
 * <p>The upper end is Gershgorin's bound for D⁻¹ A. The lower end is the smallest Ritz value of as many Lanczos steps as
 * it takes to settle, less a fifth: Ritz values lie above the smallest eigenvalue, and Chebyshev iterations still
 * converge, if slower, for what lies below the interval. The null space of a singular matrix is left out. Reference: Saad, "Iterative Methods for
 * Sparse Linear Systems", 2nd edition, SIAM 2003, sections 6.6 and 12.3. Cost: from 100 to 1000 products with one vector.
 *
 * @param lower above 0
 * @param upper above lower
 */
public record SpectrumBounds(double lower, double upper) {
    private static final int STEPS = 50;
    private static final int MOST_STEPS = 1000;
    private static final double SETTLED = 0.97;
    private static final double MARGIN = 0.8;

    /** Estimates both ends. */
    public static SpectrumBounds of(ScaledMatrix matrix) {
        double upper = gershgorin(matrix);
        Lanczos lanczos = new Lanczos(matrix::multiply, matrix::removeNullSpace, start(matrix.rows()));
        double previous;
        double lower = upper;
        do {
            previous = lower;
            for (int step = 0; step < STEPS && !lanczos.isClosed(); step++) {
                lanczos.advance();
            }
            lower = lanczos.smallest(upper);
        } while (lower < SETTLED * previous && !lanczos.isClosed() && lanczos.steps() < MOST_STEPS);
        if (!(lower > 0)) {
            throw DahlquistException.diverged(
                    "the smallest eigenvalue of the scaled matrix is about %s; it is not positive definite", lower);
        }
        return new SpectrumBounds(MARGIN * lower, upper);
    }

    /** A vector with a share of every eigenvector. */
    private static double[] start(int rows) {
        double[] vector = new double[rows];
        long state = 1;
        for (int row = 0; row < rows; row++) {
            state = state * 6364136223846793005L + 1442695040888963407L; // Knuth's linear congruential generator
            vector[row] = 0.5 + (state >>> 40) * 0x1p-24;
        }
        return vector;
    }

    private static double gershgorin(ScaledMatrix matrix) {
        CompressedRows original = matrix.original();
        double largest = 1;
        for (int row = 0; row < matrix.rows(); row++) {
            double sum = 0;
            for (int entry = original.offsets()[row]; entry < original.offsets()[row + 1]; entry++) {
                sum += Math.abs(original.values()[entry]);
            }
            largest = Math.max(largest, sum / original.at(row, row));
        }
        return largest;
    }
}
