package org.dahlquist.dataset;

import org.dahlquist.DahlquistException;

/**
 * Feature vectors of some samples, in one row-major matrix.
 *
 * @param ids sample ids, {@code long[n]}
 * @param labels class indices, {@code int[n]}
 * @param values features, {@code float[n * dimension]}, row i belongs to {@code ids[i]}; owned by this record
 * @param dimension features per sample
 */
public record Features(long[] ids, int[] labels, float[] values, int dimension) {
    /** Checks that the arrays agree. */
    public Features {
        if (ids.length != labels.length || (long) ids.length * dimension != values.length) {
            throw DahlquistException.data(
                    "%d ids, %d labels and %d values of dimension %d do not describe one feature matrix",
                    ids.length, labels.length, values.length, dimension);
        }
    }

    /** Number of samples. */
    public int size() {
        return ids.length;
    }
}
