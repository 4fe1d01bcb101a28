package org.dahlquist.solver;

import java.io.Serializable;
import java.util.Optional;
import org.dahlquist.DahlquistException;

/**
 * Conjugate gradients with Jacobi preconditioning for many right-hand sides of one symmetric positive definite matrix.
 *
 * <p>Columns are solved in tiles of 16 that share each pass over the matrix; each column has its own step lengths and
 * stops on its own once ‖b - A x‖₂ ≤ tolerance · ‖b‖₂, so its solution depends neither on which others are solved beside
 * it nor on who solves it. The iteration runs in float32 on the scaled matrix, with scalar products summed in float64;
 * before a column is accepted its residual is computed in float64 from x, and where the recurrence was too optimistic
 * the iteration goes on with the equation of the correction, A d = b - A x (iterative refinement). A tile for whose
 * matrix float32 does not suffice is solved again in float64. A zero right-hand side has the solution 0 and takes no
 * iteration.
 *
 * <p>Reference: Saad, "Iterative Methods for Sparse Linear Systems", 2nd edition, SIAM 2003, algorithm 9.1; Higham,
 * "Accuracy and Stability of Numerical Algorithms", 2nd edition, SIAM 2002, chapter 12. Cost: O(entries) time per
 * iteration and column, 640 bytes per row. Thread-safe.
 *
 * @param tolerance relative residual at which a column stops, above 0 and below 1
 * @param maxIterations iterations after which it fails, at least 1
 */
public record ConjugateGradient(double tolerance, int maxIterations) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Columns that are solved together. */
    public static final int TILE = TileKernel.WIDTH;

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
        ScaledMatrix scaled = ScaledMatrix.of(matrix);
        Solution all = Solution.zeros(matrix.rows(), columns);
        for (int from = 0; from < columns; from += TILE) {
            int width = Math.min(TILE, columns - from);
            double[] tile = new double[matrix.rows() * width];
            for (int row = 0; row < matrix.rows(); row++) {
                System.arraycopy(rightHandSide, row * columns + from, tile, row * width, width);
            }
            all.place(solveTile(scaled, tile, width, firstColumn + from), from);
        }
        return all;
    }

    /**
     * Solves one tile.
     *
     * <p>Of a singular matrix's solutions it returns the one with Σ a_ii x_i = 0 in each component; the right-hand
     * side's mean over a component, for which there is no solution, is left out.
     *
     * @param matrix A, n x n
     * @param rightHandSide B, {@code double[n * columns]}, row-major; not changed
     * @param columns columns of B, at most {@value #TILE}
     * @param firstColumn number of B's first column in messages
     * @throws DahlquistException as {@link #solve} does
     */
    public Solution solveTile(ScaledMatrix matrix, double[] rightHandSide, int columns, int firstColumn) {
        double[] consistent = matrix.isSingular() ? rightHandSide.clone() : rightHandSide;
        double[] norms = matrix.consistentNorms(consistent, columns);
        for (int column = 0; column < columns; column++) {
            if (!Double.isFinite(norms[column])) {
                throw DahlquistException.data(
                        "right-hand side %d has the norm %s; it must be finite", firstColumn + column, norms[column]);
            }
        }
        double[] wide = columns == TILE ? consistent : columns(consistent, columns, TILE);
        TileIteration tile = new TileIteration(this, TileKernel.fastest(), matrix, wide, norms, columns);
        Optional<Solution> solution = tile.run();
        return solution.isPresent() ? solution.get() : inDouble(matrix, consistent, columns, firstColumn);
    }

    private Solution inDouble(ScaledMatrix matrix, double[] rightHandSide, int columns, int firstColumn) {
        ColumnIteration iteration = new ColumnIteration(this, matrix.original(), rightHandSide, columns, firstColumn);
        iteration.run();
        Solution solution = iteration.solution();
        matrix.centreIfSingular(solution.values(), columns);
        return solution;
    }

    /** A row-major matrix with another number of columns: the last ones left out, or zeros added. */
    static double[] columns(double[] values, int from, int to) {
        double[] other = new double[Math.multiplyExact(values.length / from, to)];
        for (int row = 0; row * to < other.length; row++) {
            System.arraycopy(values, row * from, other, row * to, Math.min(from, to));
        }
        return other;
    }

    /** ‖column‖₂ of each column. */
    static double[] norms(double[] values, int columns) {
        double[] norms = new double[columns];
        for (int at = 0; at < values.length; ) {
            for (int column = 0; column < columns; column++, at++) {
                norms[column] += values[at] * values[at];
            }
        }
        for (int column = 0; column < columns; column++) {
            norms[column] = Math.sqrt(norms[column]);
        }
        return norms;
    }
}
