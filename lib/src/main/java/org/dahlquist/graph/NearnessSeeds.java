package org.dahlquist.graph;

import java.util.Arrays;

/**
 * The k largest nearnesses in float32 that each row of a block has met, whose least bounds the row's k-th distance.
 *
 * <p>Found on some columns before the join proper, they spare most of the distances in float64 that lists still empty
 * would ask for: k ln(m / k) of them per row for m columns.
 */
final class NearnessSeeds implements PairSink {
    /** Columns that seeds come from. */
    static final int COLUMNS = 1024;

    private final int k;
    private final boolean self;
    private final Nearness rows;
    private final float[] largest;

    /** Empty seeds; of a block with itself, a point is no neighbour of its own. */
    NearnessSeeds(int k, boolean self, Nearness rows) {
        this.k = k;
        this.self = self;
        this.rows = rows;
        largest = new float[rows.size() * k];
        Arrays.fill(largest, Float.NEGATIVE_INFINITY);
    }

    @Override
    public void accept(int row, int column, float nearness) {
        int first = row * k;
        int slot = first + k - 1;
        if ((self && row == column) || nearness <= largest[slot]) {
            return;
        }
        for (; slot > first && largest[slot - 1] < nearness; slot--) {
            largest[slot] = largest[slot - 1];
        }
        largest[slot] = nearness;
        rows.raise(row, largest[first + k - 1]);
    }

    /** The least of the k largest nearnesses of a row; minus infinity if it has met fewer. */
    float least(int row) {
        return largest[row * k + k - 1];
    }
}
