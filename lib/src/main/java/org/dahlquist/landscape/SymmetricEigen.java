package org.dahlquist.landscape;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * All eigenvalues and eigenvectors of a small symmetric matrix, by cyclic Jacobi rotations.
 *
 * <p>Reference: Golub and Van Loan, "Matrix Computations", 4th edition, section 8.5. Cost: O(n³) a sweep, some ten sweeps.
 *
 * @param values eigenvalues, descending
 * @param vectors {@code double[n][n]}, the eigenvector of {@code values[i]} in column i
 */
record SymmetricEigen(double[] values, double[][] vectors) {
    private static final int MOST_SWEEPS = 100;

    /** Decomposes a matrix, which is overwritten. */
    static SymmetricEigen of(double[][] matrix) {
        int order = matrix.length;
        double[][] rotations = new double[order][order];
        for (int i = 0; i < order; i++) {
            rotations[i][i] = 1;
        }
        for (int sweep = 0; sweep < MOST_SWEEPS && !isDiagonal(matrix); sweep++) {
            for (int p = 0; p < order; p++) {
                for (int q = p + 1; q < order; q++) {
                    if (matrix[p][q] != 0) {
                        rotate(matrix, rotations, p, q);
                    }
                }
            }
        }
        return sorted(matrix, rotations);
    }

    private static boolean isDiagonal(double[][] matrix) {
        double off = 0;
        double all = 0;
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                all += matrix[i][j] * matrix[i][j];
                off += i == j ? 0 : matrix[i][j] * matrix[i][j];
            }
        }
        return off <= 1e-30 * all;
    }

    /** Makes matrix[p][q] zero by a rotation in the plane of p and q. */
    private static void rotate(double[][] matrix, double[][] rotations, int p, int q) {
        double tau = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q]);
        double tangent = Math.copySign(1 / (Math.abs(tau) + Math.hypot(1, tau)), tau);
        double cosine = 1 / Math.hypot(1, tangent);
        double sine = tangent * cosine;
        for (int i = 0; i < matrix.length; i++) {
            turn(matrix[i], p, q, cosine, sine);
            turn(rotations[i], p, q, cosine, sine);
        }
        for (int i = 0; i < matrix.length; i++) {
            double first = matrix[p][i];
            double second = matrix[q][i];
            matrix[p][i] = cosine * first - sine * second;
            matrix[q][i] = sine * first + cosine * second;
        }
    }

    private static void turn(double[] row, int p, int q, double cosine, double sine) {
        double first = row[p];
        double second = row[q];
        row[p] = cosine * first - sine * second;
        row[q] = sine * first + cosine * second;
    }

    private static SymmetricEigen sorted(double[][] diagonal, double[][] rotations) {
        int order = diagonal.length;
        int[] rank = IntStream.range(0, order)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -diagonal[i][i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] values = new double[order];
        double[][] vectors = new double[order][order];
        for (int i = 0; i < order; i++) {
            values[i] = diagonal[rank[i]][rank[i]];
            for (int row = 0; row < order; row++) {
                vectors[row][i] = rotations[row][rank[i]];
            }
        }
        return new SymmetricEigen(values, vectors);
    }
}
