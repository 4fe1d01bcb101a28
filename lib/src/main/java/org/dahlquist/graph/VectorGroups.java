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

    /** Packs the vectors from a row on, with their half squares. */
    void pack(float[] vectors, HalfSquares halfSquares, int from, int count) {
        pack(vectors, from, count, left ? -1 : 1);
        float[] origins = halfSquares.origins();
        for (int place = 0; place < padded(count); place++) {
            int slot = slot(place) + dimension * group;
            float halfSquare = place < count ? origins[from + place] : HalfSquares.PADDED_ORIGIN;
            values[slot] = left ? halfSquare : 1;
            values[slot + group] = left ? 1 : halfSquare;
        }
    }

    /** Packs vectors times a factor, for products as they are; the two more components stay as they were. */
    void pack(float[] vectors, int from, int count, float factor) {
        int padded = padded(count);
        if (values.length < padded * depth) {
            values = new float[padded * depth];
        }
        for (int place = 0; place < padded; place++) {
            int slot = slot(place);
            int offset = (from + place) * dimension;
            for (int component = 0; component < dimension; component++, slot += group) {
                values[slot] = place < count ? factor * vectors[offset + component] : 0;
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
