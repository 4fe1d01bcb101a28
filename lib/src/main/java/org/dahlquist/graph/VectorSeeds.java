package org.dahlquist.graph;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The k smallest half squares of each column of some panels, of which each group of rows gives its smallest.
 *
 * <p>That leaves out a column's others of the same group, so the k-th is a few percent more than the true one; but no
 * branch depends on the data.
 */
final class VectorSeeds {
    private static final VectorSpecies<Float> FLOATS = VectorProducts.FLOATS;
    private static final int L = VectorProducts.L;
    private static final int COLUMNS = VectorProducts.COLUMNS;

    private final int k;
    private final float[] least;

    /** Seeds of {@code panels} without a row. */
    VectorSeeds(int panels, int k) {
        this.k = k;
        least = new float[panels * k * COLUMNS];
        Arrays.fill(least, Float.POSITIVE_INFINITY);
    }

    /** Takes the half squares of a group of rows with a panel, {@code float[ROWS][COLUMNS]}. */
    void add(int panel, float[] halfSquares) {
        for (int lane = 0; lane < COLUMNS; lane += L) {
            IntVector moved = FloatVector.fromArray(FLOATS, halfSquares, lane).reinterpretAsInts();
            for (int row = 1; row < VectorProducts.ROWS; row++) {
                moved = moved.min(FloatVector.fromArray(FLOATS, halfSquares, row * COLUMNS + lane)
                        .reinterpretAsInts());
            }
            int slot = panel * k * COLUMNS + lane;
            for (int position = 0; position < k; position++, slot += COLUMNS) {
                IntVector kept = FloatVector.fromArray(FLOATS, least, slot).reinterpretAsInts();
                kept.min(moved).reinterpretAsFloats().intoArray(least, slot);
                moved = kept.max(moved);
            }
        }
    }

    /** The k-th of a panel's column, at least 0, as rounding lets some be negative. */
    float kth(int panel, int lane) {
        return Math.max(0, least[(panel * k + k - 1) * COLUMNS + lane]);
    }
}
