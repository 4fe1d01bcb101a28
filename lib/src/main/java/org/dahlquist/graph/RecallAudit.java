package org.dahlquist.graph;

import java.util.SplittableRandom;
import java.util.TreeSet;
import org.dahlquist.DahlquistException;
import org.dahlquist.dataset.Seeds;

/**
 * How many of the true neighbours a graph has found, counted on some rows drawn at random.
 *
 * <p>A listed point is a true neighbour if its distance, computed anew in float64, is at most that of the row's k-th
 * nearest; so among points equally far any will do. Cost of the count: rows · n · d.
 *
 * @param rows rows looked at
 * @param k entries per row, the point itself included
 * @param recall fraction of the k - 1 neighbours of all these rows that were found, from 0 to 1
 * @param leastRecall that of the worst row
 */
public record RecallAudit(int rows, int k, double recall, double leastRecall) {
    /** Rows that an audit looks at, if there are as many. */
    public static final int ROWS = 1_000;

    /**
     * Compares a graph with exact search.
     *
     * @param points the graph's points
     * @param metric the graph's metric
     * @param graph k neighbours of every point, itself first
     * @param rows rows to draw
     * @param seed of the draw
     * @param threads threads of the exact search
     * @throws DahlquistException DATA if the graph is not one of these points, or k is below 2
     */
    public static RecallAudit of(
            Points points, Metric metric, NearestNeighbours graph, int rows, long seed, int threads) {
        int k = graph.k();
        if (graph.rows() != points.size() || k < 2) {
            throw DahlquistException.data(
                    "a graph of %d rows and k %d cannot be audited on %d points; it has one row for each, and k is at"
                            + " least 2",
                    graph.rows(), k, points.size());
        }
        int[] sample = sample(points.size(), rows, seed);
        Points inMetric = metric.points(points);
        NearestNeighbours exact = new ExactNeighbours(
                        inMetric, points.size(), new BlockJoin(ProductKernel.fastest(), Metric.L2), threads)
                .join(inMetric.rows(sample), 0, sample.length, k);
        double found = 0;
        double least = 1;
        for (int row = 0; row < sample.length; row++) {
            // The row itself is among the k nearest at distance 0, or k duplicates of it are.
            double farthest = exact.distances()[row * k + k - 1];
            double share = found(inMetric, graph, sample[row], farthest) / (double) (k - 1);
            found += share;
            least = Math.min(least, share);
        }
        return new RecallAudit(sample.length, k, found / sample.length, least);
    }

    private static int found(Points points, NearestNeighbours graph, int row, double farthest) {
        TreeSet<Integer> neighbours = new TreeSet<>();
        int dimension = points.dimension();
        for (int entry = 1; entry < graph.k(); entry++) {
            int neighbour = graph.ordinals()[row * graph.k() + entry];
            double square = SquaredDistance.between(
                    points.values(), row * dimension, points.values(), neighbour * dimension, dimension);
            if (neighbour != row && Math.sqrt(square) <= farthest) {
                neighbours.add(neighbour);
            }
        }
        return neighbours.size();
    }

    private static int[] sample(int size, int rows, long seed) {
        SplittableRandom random = new SplittableRandom(Seeds.mix(seed, "recall-audit"));
        TreeSet<Integer> drawn = new TreeSet<>();
        while (drawn.size() < Math.min(rows, size)) {
            drawn.add(random.nextInt(size));
        }
        return drawn.stream().mapToInt(Integer::intValue).toArray();
    }
}
