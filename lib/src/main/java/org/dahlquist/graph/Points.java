package org.dahlquist.graph;

import java.io.Serializable;
import java.util.Arrays;
import org.dahlquist.DahlquistException;

/**
 * Feature vectors of the points of a graph, checked.
 *
 * <p>A point's ordinal is its row; ids ascend with the ordinal, so ties broken by ordinal are ties broken by id, except in
 * points put {@link #inOrder in another order}.
 * Memory: 4 n d bytes, shared with the caller's array, plus 8 n. Immutable by convention and thread-safe.
 */
public final class Points implements Serializable {
    private static final long serialVersionUID = 1L;

    private final long[] ids;
    private final float[] values;
    private final int dimension;

    /**
     * Takes over the arrays.
     *
     * @param ids sample ids, strictly ascending, {@code long[n]}
     * @param values features, {@code float[n * dimension]}, row-major, all finite
     * @param dimension features per point, at least 1
     * @throws DahlquistException DATA if the arrays disagree, ids don't ascend or a feature is NaN or infinite
     */
    public Points(long[] ids, float[] values, int dimension) {
        if (dimension < 1 || (long) ids.length * dimension != values.length) {
            throw DahlquistException.data(
                    "%d ids and %d features of dimension %d do not describe one point each",
                    ids.length, values.length, dimension);
        }
        this.ids = ids;
        this.values = values;
        this.dimension = dimension;
        checkIds();
        checkFinite();
    }

    /** Takes over some of the values of points that are checked; ids in any order. */
    private Points(int dimension, long[] ids, float[] values) {
        this.ids = ids;
        this.values = values;
        this.dimension = dimension;
    }

    private void checkIds() {
        for (int point = 1; point < ids.length; point++) {
            if (ids[point] <= ids[point - 1]) {
                throw DahlquistException.data(
                        "sample id %d follows %d; each point has one id and they ascend, so embed the samples once",
                        ids[point], ids[point - 1]);
            }
        }
    }

    private void checkFinite() {
        for (int index = 0; index < values.length; index++) {
            if (!Float.isFinite(values[index])) {
                throw DahlquistException.data(
                        "feature %d of sample %d is %s; features must be finite, so look at the model that made them",
                        index % dimension, ids[index / dimension], values[index]);
            }
        }
    }

    /** Number of points. */
    public int size() {
        return ids.length;
    }

    /** Features per point. */
    public int dimension() {
        return dimension;
    }

    /** Sample id of a point. */
    public long id(int ordinal) {
        return ids[ordinal];
    }

    /** All features, {@code float[n * dimension]}, row-major; not a copy. */
    float[] values() {
        return values;
    }

    /** A copy of a point's features, {@code float[dimension]}. */
    float[] vector(int ordinal) {
        return Arrays.copyOfRange(values, ordinal * dimension, (ordinal + 1) * dimension);
    }

    /** Some of the points in any order, with their ids; a copy. */
    public Points inOrder(int[] ordinals) {
        Points chosen = rows(ordinals);
        Arrays.setAll(chosen.ids, row -> ids[ordinals[row]]);
        return chosen;
    }

    /** Some of the points in any order, with their ordinals as ids. */
    Points rows(int[] ordinals) {
        float[] chosen = new float[ordinals.length * dimension];
        for (int row = 0; row < ordinals.length; row++) {
            System.arraycopy(values, ordinals[row] * dimension, chosen, row * dimension, dimension);
        }
        return new Points(dimension, Arrays.stream(ordinals).asLongStream().toArray(), chosen);
    }

    /** The points from one ordinal to before another, with their ordinals as ids. */
    Points block(int from, int to) {
        long[] ordinals = new long[to - from];
        Arrays.setAll(ordinals, row -> from + row);
        return new Points(dimension, ordinals, Arrays.copyOfRange(values, from * dimension, to * dimension));
    }
}
