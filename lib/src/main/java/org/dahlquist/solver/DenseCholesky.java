package org.dahlquist.solver;

import org.dahlquist.DahlquistException;

/**
 * The Cholesky factorisation A = L Lᵀ of a small dense symmetric positive definite matrix in float64.
 *
 * <p>Reference: Golub, Van Loan, "Matrix Computations", 4th edition, algorithm 4.2.1. Cost: n³ / 3 for the factor, 2 n²
 * for each right-hand side. Immutable.
 */
final class DenseCholesky {
    private final double[] factor;
    private final int size;

    /**
     * Factorises.
     *
     * @param matrix A, {@code double[size * size]}, row-major; overwritten
     * @throws DahlquistException DIVERGED if A isn't positive definite
     */
    DenseCholesky(double[] matrix, int size) {
        this.factor = matrix;
        this.size = size;
        for (int column = 0; column < size; column++) {
            for (int row = column; row < size; row++) {
                double sum = matrix[row * size + column];
                for (int inner = 0; inner < column; inner++) {
                    sum -= factor[row * size + inner] * factor[column * size + inner];
                }
                factor[row * size + column] = row == column ? pivot(sum, row) : sum / factor[column * size + column];
            }
        }
    }

    private static double pivot(double square, int row) {
        if (!(square > 0)) {
            throw DahlquistException.diverged(
                    "the pivot of row %d is %s; the matrix is not positive definite", row, square);
        }
        return Math.sqrt(square);
    }

    /** Overwrites B, {@code double[size * columns]}, row-major, with the solution of A X = B. */
    void solve(double[] x, int columns) {
        for (int row = 0; row < size; row++) {
            for (int inner = 0; inner < row; inner++) {
                subtract(x, columns, row, inner, factor[row * size + inner]);
            }
            divide(x, columns, row);
        }
        for (int row = size - 1; row >= 0; row--) {
            for (int inner = row + 1; inner < size; inner++) {
                subtract(x, columns, row, inner, factor[inner * size + row]);
            }
            divide(x, columns, row);
        }
    }

    private static void subtract(double[] x, int columns, int row, int other, double weight) {
        for (int column = 0; column < columns; column++) {
            x[row * columns + column] -= weight * x[other * columns + column];
        }
    }

    private void divide(double[] x, int columns, int row) {
        for (int column = 0; column < columns; column++) {
            x[row * columns + column] /= factor[row * size + row];
        }
    }
}
