package org.dahlquist.dataset;

import org.dahlquist.DahlquistException;

/**
 * The nearest neighbours of some points, k for each, in two row-major matrices.
 *
 * @param ids sample ids of the points, {@code long[n]}
 * @param neighbours sample ids of their neighbours, nearest first, {@code long[n * k]}; owned by this record
 * @param distances Euclidean distances to them, {@code float[n * k]}; owned by this record
 * @param k neighbours per point, at least 1
 */
public record Neighbours(long[] ids, long[] neighbours, float[] distances, int k) {
    /** Checks that the arrays agree. */
    public Neighbours {
        if (k < 1 || (long) ids.length * k != neighbours.length || neighbours.length != distances.length) {
            throw DahlquistException.data(
                    "%d points with k = %d need as many neighbours and distances each, but there are %d and %d",
                    ids.length, k, neighbours.length, distances.length);
        }
    }

    /** Number of points. */
    public int size() {
        return ids.length;
    }
}
