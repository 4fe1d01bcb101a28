package org.dahlquist.graph;

import java.util.Arrays;

/**
 * The k-th smallest half squared distance in float32 of each row of a block from some columns, which limits the row's
 * k-th over all columns.
 *
 * <p>Found before the join proper, it spares most of the distances in float64 that lists still empty would ask for: k ln(m
 * / k) of them per row for m columns.
 */
final class LimitSeeds implements PairSink {
    private static final int MOST_COLUMNS = 1024;

    private final int k;
    private final HalfSquares rows;
    private final float[] least;

    /** Seeds without a column. */
    LimitSeeds(int k, HalfSquares rows) {
        this.k = k;
        this.rows = rows;
        least = new float[rows.size() * k];
        Arrays.fill(least, Float.POSITIVE_INFINITY);
    }

    /** How many of {@code size} columns a row's seeds come from, a quarter at most; 0 if too few to help. */
    static int columns(int size, int k) {
        int columns = Math.min(MOST_COLUMNS, size / 4 / HalfSquares.PADDING * HalfSquares.PADDING);
        return columns >= 16 * k ? columns : 0;
    }

    /** How many half squares of a row are kept. */
    int k() {
        return k;
    }

    /** Takes a column on the left and a row on the right; each pair may come once. */
    @Override
    public void accept(int column, int row, float halfSquare) {
        int first = row * k;
        int slot = first + k - 1;
        if (halfSquare >= least[slot]) {
            return;
        }
        for (; slot > first && least[slot - 1] > halfSquare; slot--) {
            least[slot] = least[slot - 1];
        }
        least[slot] = halfSquare;
        rows.lower(row, kth(row));
    }

    /** Takes a row's k-th smallest, found elsewhere, or what isn't below it. */
    void limit(int row, float kth) {
        least[row * k + k - 1] = kth;
    }

    /** The k-th smallest half square of a row; infinite if it has met fewer. */
    float kth(int row) {
        return least[row * k + k - 1];
    }
}
