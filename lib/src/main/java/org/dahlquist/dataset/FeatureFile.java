package org.dahlquist.dataset;

import java.io.Serializable;
import java.util.Arrays;

/**
 * One file of feature vectors, as found when it was read from end to end.
 *
 * @param path where it is
 * @param dimension features per row
 * @param batchRows rows of each record batch, {@code int[batches]}
 * @param firstId id of the first row
 * @param lastId id of the last row
 * @param digest length and SHA-256 of the file
 */
public record FeatureFile(String path, int dimension, int[] batchRows, long firstId, long lastId, FileDigest digest)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Number of rows. */
    public int rows() {
        return Arrays.stream(batchRows).sum();
    }

    /** The record batch that holds a row. */
    int batchOf(int row) {
        int batch = 0;
        for (int end = batchRows[0]; end <= row; end += batchRows[batch]) {
            batch++;
        }
        return batch;
    }

    /** The first row of a record batch. */
    int firstRow(int batch) {
        return Arrays.stream(batchRows, 0, batch).sum();
    }
}
