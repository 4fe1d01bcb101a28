package org.dahlquist.cluster.neighbours;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Blocks that follow each other.
 *
 * @param from the first
 * @param to the one after the last
 */
record BlockRange(int from, int to) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Cuts a range into ranges of about equal length, at most {@code most}. */
    List<BlockRange> cut(int most) {
        int pieces = (size() - 1) / most + 1;
        List<BlockRange> ranges = new ArrayList<>();
        for (int piece = 0; piece < pieces; piece++) {
            ranges.add(new BlockRange(
                    from + (int) ((long) size() * piece / pieces),
                    from + (int) ((long) size() * (piece + 1) / pieces)));
        }
        return ranges;
    }

    int size() {
        return to - from;
    }

    boolean holds(int block) {
        return block >= from && block < to;
    }
}
