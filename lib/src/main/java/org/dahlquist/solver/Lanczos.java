package org.dahlquist.solver;

/**
 * The Lanczos process on a matrix scaled to a unit diagonal: its tridiagonal matrix, and the smallest Ritz value.
 *
 * <p>Vectors aren't orthogonalised again, which repeats Ritz values but doesn't move the extreme ones; only the null
 * space of a singular matrix is taken out at every step. Reference: Saad, "Iterative Methods for Sparse Linear Systems",
 * 2nd edition, SIAM 2003, algorithm 6.15. Not thread-safe.
 */
final class Lanczos {
    private static final int BISECTIONS = 60;
    private static final double INVARIANT = 1e-12;

    private final ScaledMatrix matrix;
    private final double[] diagonal;
    private final double[] squaredOff;
    private int steps;
    private double beta;
    private double[] previous;
    private double[] vector;
    private boolean exhausted;

    Lanczos(ScaledMatrix matrix, int mostSteps) {
        this.matrix = matrix;
        diagonal = new double[mostSteps];
        squaredOff = new double[mostSteps];
        previous = new double[matrix.rows()];
        vector = start(matrix.rows());
        removeNullSpace(vector);
        divide(vector, norm(vector));
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

    /** Goes on by some steps, or until the process ends. */
    void advance(int count) {
        for (int step = 0; step < count && !isExhausted(); step++) {
            double[] next = product();
            double alpha = dot(next, vector);
            for (int row = 0; row < next.length; row++) {
                next[row] -= alpha * vector[row] + beta * previous[row];
            }
            removeNullSpace(next);
            diagonal[steps] = alpha;
            squaredOff[steps++] = beta * beta;
            beta = norm(next);
            exhausted = beta < INVARIANT;
            divide(next, beta);
            previous = vector;
            vector = next;
        }
    }

    /** Whether there are no further steps. */
    boolean isExhausted() {
        return exhausted || steps == diagonal.length;
    }

    /** The smallest Ritz value, by bisection below an upper bound. */
    double smallest(double upper) {
        double low = 0;
        double high = upper;
        for (int step = 0; step < BISECTIONS; step++) {
            double middle = (low + high) / 2;
            if (isBelowAll(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Whether a number is below every Ritz value: all pivots of T - x I are positive (Sturm). */
    private boolean isBelowAll(double x) {
        double pivot = 1;
        for (int step = 0; step < steps; step++) {
            pivot = diagonal[step] - x - (step == 0 ? 0 : squaredOff[step] / pivot);
            if (!(pivot > 0)) {
                return false;
            }
        }
        return true;
    }

    private double[] product() {
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

    private void removeNullSpace(double[] values) {
        if (matrix.isSingular()) {
            for (int row = 0; row < values.length; row++) {
                values[row] /= matrix.scale()[row];
            }
            matrix.project(values, 1);
            for (int row = 0; row < values.length; row++) {
                values[row] *= matrix.scale()[row];
            }
        }
    }

    private static double norm(double[] values) {
        return Math.sqrt(dot(values, values));
    }

    private static void divide(double[] values, double divisor) {
        for (int row = 0; row < values.length; row++) {
            values[row] /= divisor;
        }
    }

    private static double dot(double[] left, double[] right) {
        double sum = 0;
        for (int row = 0; row < left.length; row++) {
            sum += left[row] * right[row];
        }
        return sum;
    }
}
