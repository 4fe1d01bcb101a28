package org.dahlquist.cluster.neighbours;

import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.dahlquist.graph.Points;

/**
 * The points of a graph, cut into blocks of equal length, the last one of a part possibly shorter. Blocks are numbered
 * through the labelled part and on through the unlabelled one.
 *
 * @param labelled where the labelled points' features are
 * @param unlabelled where the unlabelled points' features are
 * @param rows points of a block
 */
record JoinBlocks(FeatureIndex labelled, FeatureIndex unlabelled, int rows) implements Serializable {
    private static final long serialVersionUID = 1L;

    int labelledCount() {
        return (labelled.rows() - 1) / rows + 1;
    }

    int count() {
        return labelledCount() + (unlabelled.rows() - 1) / rows + 1;
    }

    boolean isLabelled(int block) {
        return block < labelledCount();
    }

    private FeatureIndex part(int block) {
        return isLabelled(block) ? labelled : unlabelled;
    }

    /** Ordinal within its part of a block's first point. */
    int from(int block) {
        return (isLabelled(block) ? block : block - labelledCount()) * rows;
    }

    int rows(int block) {
        return Math.min(rows, part(block).rows() - from(block));
    }

    /** Bytes of a block's features in memory. */
    long featureBytes(int block) {
        return (long) rows(block) * labelled.dimension() * Float.BYTES;
    }

    Points read(Configuration hadoop, int block) {
        return part(block).read(hadoop, from(block), rows(block));
    }
}
