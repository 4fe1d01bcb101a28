package org.dahlquist.cluster.neighbours;

import java.io.Serializable;
import org.dahlquist.dataset.Neighbours;

/**
 * What the driver keeps of some points of a graph, once they are in files.
 *
 * @param ids ids of the points; empty if the driver has no room for them
 * @param neighbours ids of their neighbours, the point itself first; empty if the driver has no room for them
 * @param coinciding how many of them coincide with all their neighbours
 */
record GraphPart(long[] ids, long[] neighbours, int coinciding) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Looks at points that have been written. */
    static GraphPart of(Neighbours written, boolean withNeighbours) {
        int k = written.k();
        int coinciding = 0;
        for (int row = 0; row < written.size(); row++) {
            coinciding += k > 1 && written.distances()[row * k + k - 1] == 0 ? 1 : 0;
        }
        return withNeighbours
                ? new GraphPart(written.ids(), written.neighbours(), coinciding)
                : new GraphPart(new long[0], new long[0], coinciding);
    }
}
