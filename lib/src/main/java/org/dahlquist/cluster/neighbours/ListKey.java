package org.dahlquist.cluster.neighbours;

import java.io.Serializable;

/**
 * Names the lists of a block's points: of their neighbours in their own part, or in the other one.
 *
 * @param block the block
 * @param own whether labelled points have labelled neighbours, or unlabelled points unlabelled ones
 */
record ListKey(int block, boolean own) implements Serializable {
    private static final long serialVersionUID = 1L;
}
