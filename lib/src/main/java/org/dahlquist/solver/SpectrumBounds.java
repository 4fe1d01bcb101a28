package org.dahlquist.solver;

import org.dahlquist.DahlquistException;

/**
 * An interval that holds the spectrum of a matrix scaled to a unit diagonal, D^(-1/2) A D^(-1/2).
 *
 * <p>The upper end is Gershgorin's bound for D⁻¹ A. The lower end is the smallest Ritz value of some Lanczos steps, less
 * a fifth: Ritz values lie above the smallest eigenvalue, and Chebyshev iterations still converge, if slower, for what
 * lies below the interval. The null space of a singular matrix is left out. Reference: Saad, "Iterative Methods for
 * Sparse Linear Systems", 2nd edition, SIAM 2003, sections 6.6 and 12.3. Cost: 50 products with one vector.
 *
 * @param lower above 0
 * @param upper above lower
 */
public record SpectrumBounds(double lower, double upper) {
    private static final int STEPS = 50;
    private static final double MARGIN = 0.8;
    private static final int BISECTIONS = 100;

    /** Estimates both ends. */
    public static SpectrumBounds of(ScaledMatrix matrix) {
        double upper = gershgorin(matrix);
        double[] diagonal = new double[STEPS];
        double[] squaredOff = new double[STEPS];
        int steps = lanczos(matrix, diagonal, squaredOff);
        double low = 0;
        double high = upper;
        for (int step = 0; step < BISECTIONS; step++) {
            double middle = (low + high) / 2;
            if (isBelowAll(middle, diagonal, squaredOff, steps)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        if (!(low > 0)) {
            throw DahlquistException.diverged(
                    "the smallest eigenvalue of the scaled matrix is about %s; it is not positive definite", low);
        }
        return new SpectrumBounds(MARGIN * low, upper);
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

    /** Fills the tridiagonal matrix of the Lanczos process and returns its size. */
    private static int lanczos(ScaledMatrix matrix, double[] diagonal, double[] squaredOff) {
        int n = matrix.rows();
        double[] previous = new double[n];
        double[] vector = start(matrix);
        double beta = 0;
        for (int step = 0; step < STEPS; step++) {
            double[] next = product(matrix, vector);
            double alpha = dot(next, vector);
            for (int row = 0; row < n; row++) {
                next[row] -= alpha * vector[row] + beta * previous[row];
            }
            diagonal[step] = alpha;
            squaredOff[step] = beta * beta;
            beta = Math.sqrt(dot(next, next));
            if (beta < 1e-12) {
                return step + 1;
            }
            for (int row = 0; row < n; row++) {
                next[row] /= beta;
            }
            previous = vector;
            vector = next;
        }
        return STEPS;
    }

    /** A vector with a share of every eigenvector but those of the eigenvalue 0, of norm 1. */
    private static double[] start(ScaledMatrix matrix) {
        double[] vector = new double[matrix.rows()];
        long state = 1;
        for (int row = 0; row < vector.length; row++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            vector[row] = 0.5 + (state >>> 40) * 0x1p-24;
        }
        if (matrix.isSingular()) {
            for (int row = 0; row < vector.length; row++) {
                vector[row] /= matrix.scale()[row];
            }
            matrix.project(vector, 1);
            for (int row = 0; row < vector.length; row++) {
                vector[row] *= matrix.scale()[row];
            }
        }
        double norm = Math.sqrt(dot(vector, vector));
        for (int row = 0; row < vector.length; row++) {
            vector[row] /= norm;
        }
        return vector;
    }

    private static double[] product(ScaledMatrix matrix, double[] vector) {
        double[] scaled = new double[vector.length];
        for (int row = 0; row < scaled.length; row++) {
            scaled[row] = matrix.scale()[row] * vector[row];
        }
        double[] product = new double[vector.length];
        matrix.original().multiply(scaled, product, 1);
        for (int row = 0; row < scaled.length; row++) {
            product[row] *= matrix.scale()[row];
        }
        return product;
    }

    private static double dot(double[] left, double[] right) {
        double sum = 0;
        for (int row = 0; row < left.length; row++) {
            sum += left[row] * right[row];
        }
        return sum;
    }

    /** Whether a number is below every eigenvalue: all pivots of T - x I are positive (Sturm). */
    private static boolean isBelowAll(double x, double[] diagonal, double[] squaredOff, int size) {
        double pivot = 1;
        for (int step = 0; step < size; step++) {
            pivot = diagonal[step] - x - (step == 0 ? 0 : squaredOff[step] / pivot);
            if (!(pivot > 0)) {
                return false;
            }
        }
        return true;
    }
}
