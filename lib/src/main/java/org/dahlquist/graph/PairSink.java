package org.dahlquist.graph;

/** Receives the pairs of points that may be neighbours. */
interface PairSink {
    /** Takes a pair, by its row in the left block and its row in the right block, with ‖x - y‖²/2 in float32. */
    void accept(int left, int right, float halfSquare);
}
