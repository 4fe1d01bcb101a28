package org.dahlquist.cluster.neighbours;

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

    /** Cuts a part into blocks of about equal length, at most {@code most}. */
    static BlockedPart evenly(FeatureIndex index, int most) {
        int blocks = (index.rows() - 1) / most + 1;
        return new BlockedPart(index, (index.rows() - 1) / blocks + 1);
    }

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
