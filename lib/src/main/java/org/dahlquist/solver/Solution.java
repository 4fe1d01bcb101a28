package org.dahlquist.solver;

import java.io.Serializable;

/**
 * Solutions of A X = B for some columns of B.
 *
 * @param values X, {@code double[n * columns]}, row-major
 * @param iterations iterations each column took, {@code int[columns]}
 * @param relativeResiduals ‖b - A x‖₂ / ‖b‖₂ of each column, computed from x at exit; 0 for a zero right-hand side
 */
public record Solution(double[] values, int[] iterations, double[] relativeResiduals) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** A solution of zeros, to be filled tile by tile. */
    public static Solution zeros(int rows, int columns) {
        return new Solution(new double[Math.multiplyExact(rows, columns)], new int[columns], new double[columns]);
    }

    /** Number of columns. */
    public int columns() {
        return iterations.length;
    }

    /** Copies the columns of a tile to the columns from {@code from} on. */
    public void place(Solution tile, int from) {
        int width = tile.columns();
        System.arraycopy(tile.iterations, 0, iterations, from, width);
        System.arraycopy(tile.relativeResiduals, 0, relativeResiduals, from, width);
        for (int at = 0, to = from; at < tile.values.length; at += width, to += columns()) {
            System.arraycopy(tile.values, at, values, to, width);
        }
    }
}
