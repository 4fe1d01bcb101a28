package org.dahlquist.graph;

import java.io.Serializable;
import org.dahlquist.DahlquistException;

/**
 * The k nearest points of some rows, nearest first, ties in the order of the points.
 *
 * @param k entries per row; in a self-join the row's own point is the first of them
 * @param ordinals ordinals of the neighbours, {@code int[rows * k]}
 * @param distances Euclidean distances, {@code double[rows * k]}, ascending within a row
 */
public record NearestNeighbours(int k, int[] ordinals, double[] distances) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Checks that the arrays agree. */
    public NearestNeighbours {
        if (k < 1 || ordinals.length != distances.length || ordinals.length % k != 0) {
            throw DahlquistException.data(
                    "%d neighbours and %d distances do not make rows of %d", ordinals.length, distances.length, k);
        }
    }

    /** Number of rows. */
    public int rows() {
        return ordinals.length / k;
    }
}
