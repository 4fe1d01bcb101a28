package org.dahlquist.solver;

import java.io.Serializable;
import org.dahlquist.DahlquistException;

/**
 * Conjugate gradients with Jacobi preconditioning for many right-hand sides of one symmetric positive definite matrix.
 *
 * <p>All columns share each pass over the matrix; each has its own step lengths and stops on its own once ‖r‖₂ ≤
 * tolerance · ‖b‖₂, so a column's solution does not depend on which others are solved beside it. The residual is
 * recomputed from x before a column is accepted, and the iteration is restarted from x where the recurrence was too
 * optimistic. A zero right-hand side has the solution 0 and takes no iteration. Vectors and sums are float64, summed
 * in row order. Reference: Saad, "Iterative Methods for Sparse Linear Systems", 2nd edition, SIAM 2003, algorithm 9.1.
 *
 * <p>Cost: O(entries · columns) time per iteration, 5 · n · columns · 8 bytes. Thread-safe.
 *
 * @param tolerance relative residual at which a column stops, above 0 and below 1
 * @param maxIterations iterations after which it fails, at least 1
 */
public record ConjugateGradient(double tolerance, int maxIterations) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Checks both settings. */
    public ConjugateGradient {
        if (!(tolerance > 0 && tolerance < 1)) {
            throw DahlquistException.config(
                    "the solver's tolerance is %s; it must be above 0 and below 1, 1e-7 is usual", tolerance);
        }
        if (maxIterations < 1) {
            throw DahlquistException.config(
                    "the solver's limit is %d iterations; it must be at least 1, 1000 is usual", maxIterations);
        }
    }

    /**
     * Solves A X = B.
     *
     * @param matrix A, symmetric positive definite, n x n
     * @param rightHandSide B, {@code double[n * columns]}, row-major; not changed
     * @param columns columns of B
     * @param firstColumn number of B's first column in messages
     * @throws DahlquistException DATA if a diagonal entry isn't positive or B isn't finite; DIVERGED if a column
     *     doesn't reach the tolerance or A turns out not to be positive definite
     */
    public Solution solve(CompressedRows matrix, double[] rightHandSide, int columns, int firstColumn) {
        if (matrix.rows() != matrix.width() || rightHandSide.length != matrix.rows() * columns) {
            throw DahlquistException.data(
                    "a matrix of %d x %d and %d right-hand values do not make a system with %d columns",
                    matrix.rows(), matrix.width(), rightHandSide.length, columns);
        }
        ColumnIteration iteration = new ColumnIteration(this, matrix, rightHandSide, columns, firstColumn);
        iteration.run();
        return iteration.solution();
    }
}
