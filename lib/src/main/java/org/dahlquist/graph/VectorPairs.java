package org.dahlquist.graph;

import java.util.Arrays;

/**
 * Pairs of a panel that may count, gathered so that their distances follow each other and their vectors come from memory
 * at the same time.
 */
final class VectorPairs {
    private static final int ROWS = VectorProducts.ROWS;
    private static final int COLUMNS = VectorProducts.COLUMNS;

    private int[] rows = new int[1024];
    private int[] columns = new int[1024];
    private float[] halfSquares = new float[1024];
    private int size;

    /**
     * Adds the pairs of a group and a panel that are within the limit of the row or of the column.
     *
     * @param tile half squares, {@code float[ROWS][COLUMNS]}
     * @param near a bit for each column to look at
     */
    void add(float[] tile, int near, int row, float[] rowLimits, int column, float[] columnLimits) {
        if (size + ROWS * COLUMNS > rows.length) {
            rows = Arrays.copyOf(rows, 2 * rows.length);
            columns = Arrays.copyOf(columns, rows.length);
            halfSquares = Arrays.copyOf(halfSquares, rows.length);
        }
        for (int bits = near; bits != 0; bits &= bits - 1) {
            int lane = Integer.numberOfTrailingZeros(bits);
            float columnLimit = columnLimits[column + lane];
            for (int i = 0; i < ROWS; i++) {
                float halfSquare = tile[i * COLUMNS + lane];
                rows[size] = row + i;
                columns[size] = column + lane;
                halfSquares[size] = halfSquare;
                size += halfSquare < Math.max(rowLimits[row + i], columnLimit) ? 1 : 0;
            }
        }
    }

    int size() {
        return size;
    }

    int row(int at) {
        return rows[at];
    }

    int column(int at) {
        return columns[at];
    }

    float halfSquare(int at) {
        return halfSquares[at];
    }

    void clear() {
        size = 0;
    }
}
