package org.dahlquist.cluster.neighbours;

import java.util.Arrays;
import java.util.List;
import org.dahlquist.graph.GraphShape;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shape of a graph, which the driver finds if it has room for the neighbours of all points. */
final class GraphLists {
    private static final Logger LOG = LoggerFactory.getLogger(GraphLists.class);
    private static final int HEAP_SHARE = 4;

    private GraphLists() {}

    /**
     * Whether the neighbours of all points, 24 n k bytes, fit into a quarter of the driver's heap and into an array.
     *
     * @param points number of points n
     * @param k neighbours per point, counting the point itself
     */
    static boolean fit(int points, int k) {
        long edges = (long) points * (k - 1);
        boolean fit = edges <= Integer.MAX_VALUE - 8
                && 24 * edges <= Runtime.getRuntime().maxMemory() / HEAP_SHARE;
        if (!fit) {
            LOG.info("knn-graph  degrees and components are not counted: the driver has no room for {} edges", edges);
        }
        return fit;
    }

    /**
     * Degrees and components of a graph; null where its parts came without neighbours, or points have none.
     *
     * @param parts the graph's points in their order
     * @param k neighbours per point, counting the point itself
     */
    static GraphShape shape(List<GraphPart> parts, int k) {
        int points = parts.stream().mapToInt(part -> part.ids().length).sum();
        if (points == 0 || k == 1) {
            return null;
        }
        long[] ids = new long[points];
        int[] firsts = new int[parts.size()];
        for (int part = 0, first = 0; part < firsts.length; part++) {
            firsts[part] = first;
            int size = parts.get(part).ids().length;
            System.arraycopy(parts.get(part).ids(), 0, ids, first, size);
            first += size;
        }
        int[] neighbours = new int[points * (k - 1)];
        Arrays.parallelSetAll(firsts, part -> {
            fill(neighbours, firsts[part], parts.get(part), k, ids);
            return firsts[part];
        });
        return GraphShape.of(neighbours, k - 1);
    }

    private static void fill(int[] neighbours, int first, GraphPart part, int k, long[] ids) {
        for (int row = 0; row < part.ids().length; row++) {
            for (int entry = 1; entry < k; entry++) {
                neighbours[(first + row) * (k - 1) + entry - 1] = ordinal(part.neighbours()[row * k + entry], ids);
            }
        }
    }

    /** Position of an id, which is its distance to the first one where there are no gaps. */
    private static int ordinal(long id, long[] ids) {
        long guess = id - ids[0];
        return guess < ids.length && ids[(int) guess] == id ? (int) guess : Arrays.binarySearch(ids, id);
    }
}
