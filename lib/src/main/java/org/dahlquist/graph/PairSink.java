package org.dahlquist.graph;

/** Receives the pairs of points that may be neighbours. */
interface PairSink {
    /** Takes a pair, by its row in the left block and its row in the right block. */
    void accept(int left, int right);
}
