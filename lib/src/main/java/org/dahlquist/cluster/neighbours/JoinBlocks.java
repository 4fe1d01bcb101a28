package org.dahlquist.cluster.neighbours;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.dahlquist.graph.Points;

/**
 * The points of a graph, cut into blocks of equal length in either part, the last one possibly shorter. Blocks are numbered
 * through the labelled part and on through the unlabelled one.
 *
 * @param labelled where the labelled points' features are
 * @param unlabelled where the unlabelled points' features are
 * @param labelledRows points of a labelled block
 * @param unlabelledRows points of an unlabelled block
 * @param order ordinals of the points as blocks hold them, the labelled ones first; null where they come as they are
 */
record JoinBlocks(FeatureIndex labelled, FeatureIndex unlabelled, int labelledRows, int unlabelledRows, int[] order)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Points as they come. */
    JoinBlocks(FeatureIndex labelled, FeatureIndex unlabelled, int rows) {
        this(labelled, unlabelled, rows, rows, null);
    }

    int points() {
        return labelled.rows() + unlabelled.rows();
    }

    int labelledCount() {
        return (labelled.rows() - 1) / labelledRows + 1;
    }

    int count() {
        return labelledCount() + (unlabelled.rows() - 1) / unlabelledRows + 1;
    }

    boolean isLabelled(int block) {
        return block < labelledCount();
    }

    private FeatureIndex part(int block) {
        return isLabelled(block) ? labelled : unlabelled;
    }

    /** Place within its part of a block's first point. */
    int from(int block) {
        return isLabelled(block) ? block * labelledRows : (block - labelledCount()) * unlabelledRows;
    }

    int rows(int block) {
        return Math.min(
                isLabelled(block) ? labelledRows : unlabelledRows, part(block).rows() - from(block));
    }

    /** Bytes of a block's features in memory. */
    long featureBytes(int block) {
        return (long) rows(block) * labelled.dimension() * Float.BYTES;
    }

    /** The blocks which may hold some of a part's points from an ordinal on. */
    IntStream holding(boolean ofLabelled, int from, int size) {
        int first = ofLabelled ? 0 : labelledCount();
        int end = ofLabelled ? labelledCount() : count();
        int rows = ofLabelled ? labelledRows : unlabelledRows;
        return order == null
                ? IntStream.range(first + from / rows, first + (from + size - 1) / rows + 1)
                : IntStream.range(first, end);
    }

    /** Ordinals of a block's points, counted through both parts. */
    int[] ordinals(int block) {
        int from = (isLabelled(block) ? 0 : labelled.rows()) + from(block);
        int to = from + rows(block);
        return order == null ? IntStream.range(from, to).toArray() : Arrays.copyOfRange(order, from, to);
    }

    /** Reads the points of a block, in the order in which they come. */
    Points read(Configuration hadoop, int block) {
        return part(block).read(hadoop, from(block), rows(block));
    }
}
