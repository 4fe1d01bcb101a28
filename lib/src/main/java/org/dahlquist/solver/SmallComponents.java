package org.dahlquist.solver;

import java.util.Arrays;
import org.dahlquist.DahlquistException;

/**
 * A system A X = B taken apart into its connected components: the small ones solved directly, the rest left to
 * iterations.
 *
 * <p>A component is solved by a dense Cholesky factorisation in float64, and only for the columns in which its part of
 * B isn't zero; elsewhere its solution is zero. Of a singular component's solutions it takes the one with Σ a_ii x_i =
 * 0. Cost: O(s³) for a component of s rows.
 */
public final class SmallComponents {
    private final CompressedRows solutions;
    private final int[] rest;
    private final int[] sizes;
    private final int direct;

    private SmallComponents(CompressedRows solutions, int[] rest, int[] sizes, int direct) {
        this.solutions = solutions;
        this.rest = rest;
        this.sizes = sizes;
        this.direct = direct;
    }

    /**
     * Finds the components and solves the small ones.
     *
     * @param matrix A, symmetric, n x n
     * @param rightHandSide B, n x columns
     * @param singular whether A is a graph Laplacian, singular in every component
     * @param largest rows of the largest component that is solved directly
     * @throws DahlquistException DIVERGED if A isn't positive definite
     */
    public static SmallComponents solve(
            CompressedRows matrix, CompressedRows rightHandSide, boolean singular, int largest) {
        int[] numbers = numbers(matrix);
        int[] sizes = new int[Arrays.stream(numbers).max().orElse(-1) + 1];
        for (int number : numbers) {
            sizes[number]++;
        }
        int[][] members = members(numbers, sizes, largest);
        TripletMatrix solutions = new TripletMatrix();
        int[] local = new int[matrix.rows()];
        int direct = 0;
        for (int[] rows : members) {
            if (rows != null) {
                new Component(matrix, rightHandSide, rows, local, singular).solve(solutions);
                direct++;
            }
        }
        int[] rest = rows(numbers, sizes, largest);
        return new SmallComponents(solutions.compress(matrix.rows(), rightHandSide.width()), rest, sizes, direct);
    }

    /** The connected component of each row of a symmetric matrix, numbered in the order of their first rows. */
    public static int[] numbers(CompressedRows matrix) {
        DisjointSets sets = new DisjointSets(matrix.rows());
        for (int row = 0; row < matrix.rows(); row++) {
            int entry = matrix.offsets()[row];
            while (entry < matrix.offsets()[row + 1] && matrix.columns()[entry] < row) {
                sets.join(row, matrix.columns()[entry++]);
            }
        }
        return sets.numbers();
    }

    /** Rows of each component up to the largest; null for the others. */
    private static int[][] members(int[] numbers, int[] sizes, int largest) {
        int[][] members = new int[sizes.length][];
        int[] filled = new int[sizes.length];
        for (int row = 0; row < numbers.length; row++) {
            int number = numbers[row];
            if (sizes[number] <= largest) {
                members[number] = members[number] == null ? new int[sizes[number]] : members[number];
                members[number][filled[number]++] = row;
            }
        }
        return members;
    }

    private static int[] rows(int[] numbers, int[] sizes, int largest) {
        int[] rows = new int[numbers.length];
        int count = 0;
        for (int row = 0; row < numbers.length; row++) {
            if (sizes[numbers[row]] > largest) {
                rows[count++] = row;
            }
        }
        return Arrays.copyOf(rows, count);
    }

    /** X of the rows solved directly, n x columns; the other rows are empty. */
    public CompressedRows solutions() {
        return solutions;
    }

    /** Rows in larger components, ascending. */
    public int[] rest() {
        return rest.clone();
    }

    /** Number of components. */
    public int count() {
        return sizes.length;
    }

    /** Number of components solved directly. */
    public int direct() {
        return direct;
    }

    /** Rows of the largest component; 0 without any. */
    public int largest() {
        return Arrays.stream(sizes).max().orElse(0);
    }

    /** One component as a dense system. */
    private record Component(
            CompressedRows matrix, CompressedRows rightHandSide, int[] rows, int[] local, boolean singular) {
        void solve(TripletMatrix solutions) {
            for (int row = 0; row < rows.length; row++) {
                local[rows[row]] = row;
            }
            int[] columns = columns();
            if (columns.length == 0) {
                return;
            }
            double[] x = border(columns);
            int size = singular ? rows.length - 1 : rows.length; // grounded at the last row
            new DenseCholesky(dense(size), size).solve(x, columns.length);
            if (singular) {
                Arrays.fill(x, size * columns.length, x.length, 0);
                centre(x, columns.length);
            }
            for (int row = 0; row < rows.length; row++) {
                for (int column = 0; column < columns.length; column++) {
                    solutions.add(rows[row], columns[column], x[row * columns.length + column]);
                }
            }
        }

        private int[] columns() {
            return Arrays.stream(rows)
                    .flatMap(row -> Arrays.stream(
                            rightHandSide.columns(),
                            rightHandSide.offsets()[row],
                            rightHandSide.offsets()[row + 1]))
                    .distinct()
                    .sorted()
                    .toArray();
        }

        private double[] border(int[] columns) {
            double[] dense = new double[rows.length * columns.length];
            for (int row = 0; row < rows.length; row++) {
                for (int entry = rightHandSide.offsets()[rows[row]];
                        entry < rightHandSide.offsets()[rows[row] + 1];
                        entry++) {
                    int column = Arrays.binarySearch(columns, rightHandSide.columns()[entry]);
                    dense[row * columns.length + column] = rightHandSide.values()[entry];
                }
            }
            return dense;
        }

        private double[] dense(int size) {
            double[] dense = new double[size * size];
            for (int row = 0; row < size; row++) {
                for (int entry = matrix.offsets()[rows[row]]; entry < matrix.offsets()[rows[row] + 1]; entry++) {
                    int column = local[matrix.columns()[entry]];
                    if (column < size) {
                        dense[row * size + column] = matrix.values()[entry];
                    }
                }
            }
            return dense;
        }

        private void centre(double[] x, int columns) {
            double[] diagonal =
                    Arrays.stream(rows).mapToDouble(row -> matrix.at(row, row)).toArray();
            double norm = Arrays.stream(diagonal).sum();
            for (int column = 0; column < columns; column++) {
                double mean = 0;
                for (int row = 0; row < rows.length; row++) {
                    mean += diagonal[row] * x[row * columns + column] / norm;
                }
                for (int row = 0; row < rows.length; row++) {
                    x[row * columns + column] -= mean;
                }
            }
        }
    }
}
