package org.dahlquist.cluster.neighbours;

import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.dataset.NeighbourShards;
import org.dahlquist.dataset.Neighbours;
import org.dahlquist.graph.GraphShape;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shape of a graph in files, which the driver finds if it has room for them. */
final class GraphLists {
    private static final Logger LOG = LoggerFactory.getLogger(GraphLists.class);
    private static final int HEAP_SHARE = 4;

    private GraphLists() {}

    /**
     * Degrees and components of a graph; null where the neighbours of all points, 24 n k bytes, would take more than a
     * quarter of the driver's heap or than an array holds.
     *
     * @param hadoop finds the file system
     * @param files the graph's files in the order of the points
     * @param points number of points n
     * @param k neighbours per point, counting the point itself
     */
    static GraphShape shape(Configuration hadoop, List<Path> files, int points, int k) {
        long edges = (long) points * (k - 1);
        if (edges == 0
                || edges > Integer.MAX_VALUE - 8
                || 24 * edges > Runtime.getRuntime().maxMemory() / HEAP_SHARE) {
            LOG.info("knn-graph  degrees and components are not counted: the driver has no room for {} edges", edges);
            return null;
        }
        long[] ids = new long[points];
        long[] targets = new long[(int) edges];
        int next = 0;
        List<Neighbours> parts = files.parallelStream()
                .map(file -> NeighbourShards.read(hadoop, file))
                .toList();
        for (Neighbours part : parts) {
            for (int row = 0; row < part.size(); row++, next++) {
                ids[next] = part.ids()[row];
                System.arraycopy(part.neighbours(), row * k + 1, targets, next * (k - 1), k - 1);
            }
        }
        int[] neighbours = new int[targets.length];
        Arrays.parallelSetAll(neighbours, edge -> Arrays.binarySearch(ids, targets[edge]));
        return GraphShape.of(neighbours, k - 1);
    }
}
