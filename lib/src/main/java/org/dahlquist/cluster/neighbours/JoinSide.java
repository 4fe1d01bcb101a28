package org.dahlquist.cluster.neighbours;

import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.dahlquist.graph.NeighbourLists;
import org.dahlquist.graph.Points;

/**
 * One side of a round of a join.
 *
 * @param number 0 for the left side, 1 for the right one; a part joined with itself is on the left side twice
 * @param part the points
 * @param k neighbours wanted of each
 * @param before what was found of them in earlier rounds; null if nothing was
 * @param after where the merged lists go
 */
record JoinSide(int number, BlockedPart part, int k, ListFolder before, ListFolder after) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What was found so far of a block's points; null if nothing was. */
    PointLists found(Configuration hadoop, int block) {
        return before == null ? null : before.readRows(hadoop, part.from(block), part.rows(block));
    }

    /** What was found so far of a block's points, possibly nothing. */
    PointLists found(Configuration hadoop, int block, Points points) {
        PointLists found = found(hadoop, block);
        if (found != null) {
            return found;
        }
        long[] ids = new long[points.size()];
        for (int row = 0; row < ids.length; row++) {
            ids[row] = points.id(row);
        }
        return new PointLists(ids, new NeighbourLists(ids.length, k));
    }

    /** Bytes of a block's features in memory. */
    long featureBytes(int block) {
        return (long) part.rows(block) * part.index().dimension() * Float.BYTES;
    }
}
