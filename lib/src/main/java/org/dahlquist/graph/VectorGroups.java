package org.dahlquist.graph;

/**
 * Groups of vectors, component by component, as a kernel's registers take them.
 *
 * <p>They have two components more, so that a product of a left and a right vector is a half square: ‖x‖²/2 and 1 on the
 * left, whose other components change sign, and 1 and ‖y‖²/2 on the right.
 */
final class VectorGroups {
    private final int group;
    private final int dimension;
    private final int depth;
    private final boolean left;
    private float[] values = {};

    /** Of vectors of a dimension, {@code group} at a time. */
    VectorGroups(int group, int dimension, boolean left) {
        this.group = group;
        this.dimension = dimension;
        this.left = left;
        depth = dimension + 2;
    }

    /** {@code float[groups][dimension + 2][group]}. */
    float[] values() {
        return values;
    }

    /** Components of a vector, with the two more. */
    int depth() {
        return depth;
    }

    /** Where the group begins whose first vector was the one at a place. */
    int offset(int place) {
        return place * depth;
    }

    /** Packs the rows of a block from one on, with their half squares. */
    void pack(JoinSide side, int from, int count) {
        pack(side.values(), side.order(), from, count, left ? -1 : 1);
        pack(side.halfSquares(), from, count);
    }

    /** Packs projected rows of a block from one on, with their half squares. */
    void pack(ProjectedSide side, int from, int count) {
        pack(side.values(), null, from, count, left ? -1 : 1);
        pack(side.halfSquares(), from, count);
    }

    private void pack(HalfSquares halfSquares, int from, int count) {
        float[] origins = halfSquares.origins();
        for (int place = 0; place < padded(count); place++) {
            int slot = slot(place) + dimension * group;
            float halfSquare = place < count ? origins[from + place] : HalfSquares.PADDED_ORIGIN;
            values[slot] = left ? halfSquare : 1;
            values[slot + group] = left ? 1 : halfSquare;
        }
    }

    /**
     * Packs vectors times a factor, for products as they are; the two more components stay as they were.
     *
     * @param order the vector of each row; null if they are in order
     */
    void pack(float[] vectors, int[] order, int from, int count, float factor) {
        int padded = padded(count);
        if (values.length < padded * depth) {
            values = new float[padded * depth];
        }
        for (int place = 0; place < padded; place++) {
            int slot = slot(place);
            boolean isThere = place < count;
            int row = from + place;
            int offset = isThere ? (order == null ? row : order[row]) * dimension : 0;
            for (int component = 0; component < dimension; component++, slot += group) {
                values[slot] = isThere ? factor * vectors[offset + component] : 0;
            }
        }
    }

    private int padded(int count) {
        return (count + group - 1) / group * group;
    }

    private int slot(int place) {
        return place / group * group * depth + place % group;
    }
}
