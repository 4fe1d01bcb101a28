package org.dahlquist.graph;

import java.util.Arrays;

/**
 * The k smallest half squared distances in float32 that each row of a block has met, whose largest limits the row's k-th.
 *
 * <p>Found on some columns before the join proper, they spare most of the distances in float64 that lists still empty
 * would ask for: k ln(m / k) of them per row for m columns.
 */
final class LimitSeeds implements PairSink {
    /** Columns that seeds come from. */
    static final int COLUMNS = 1024;

    private final int k;
    private final boolean self;
    private final HalfSquares rows;
    private final float[] least;

    /** Empty seeds; of a block with itself, a point is no neighbour of its own. */
    LimitSeeds(int k, boolean self, HalfSquares rows) {
        this.k = k;
        this.self = self;
        this.rows = rows;
        least = new float[rows.size() * k];
        Arrays.fill(least, Float.POSITIVE_INFINITY);
    }

    @Override
    public void accept(int row, int column, float halfSquare) {
        int first = row * k;
        int slot = first + k - 1;
        if ((self && row == column) || halfSquare >= least[slot]) {
            return;
        }
        for (; slot > first && least[slot - 1] > halfSquare; slot--) {
            least[slot] = least[slot - 1];
        }
        least[slot] = halfSquare;
        rows.lower(row, least[first + k - 1]);
    }

    /** The largest of the k smallest half squares of a row; infinite if it has met fewer. */
    float largest(int row) {
        return least[row * k + k - 1];
    }
}
