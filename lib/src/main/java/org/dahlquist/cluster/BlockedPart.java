package org.dahlquist.cluster;

import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.dahlquist.graph.Points;

/**
 * A part of the points, cut into blocks of equal length, the last one possibly shorter.
 *
 * @param index where its features are
 * @param blockRows points of a block
 */
record BlockedPart(FeatureIndex index, int blockRows) implements Serializable {
    private static final long serialVersionUID = 1L;

    int blocks() {
        return (index.rows() - 1) / blockRows + 1;
    }

    /** Ordinal of a block's first point. */
    int from(int block) {
        return block * blockRows;
    }

    int rows(int block) {
        return Math.min(blockRows, index.rows() - from(block));
    }

    Points read(Configuration hadoop, int block) {
        return index.read(hadoop, from(block), rows(block));
    }
}
