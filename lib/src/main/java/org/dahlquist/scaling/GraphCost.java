package org.dahlquist.scaling;

import org.dahlquist.DahlquistException;

/**
 * What the exact nearest neighbours of labelled and unlabelled points cost.
 *
 * <p>With n points of dimension d, n²/2 pairs are looked at: n² d operations for the products, and a time for each pair.
 * Each point has limits from S = 1,024 others first. A point at random is then nearer than the k-th so far with k / m at the
 * m-th point, so 0.8 k (1 + ln(n / S)) distances a point are computed in float64: 0.8, as some pairs count for both points.
 * They are shared out as pairs of blocks of b points, so b bounds the memory of a task, whatever n.
 *
 * @param labelled labelled points; 0 if their lists are taken from another graph
 * @param unlabelled unlabelled points
 * @param reused labelled points whose lists are taken from another graph
 * @param dimension features per point
 * @param k neighbours per point, counting the point itself
 * @param blockRows points of a block
 */
public record GraphCost(long labelled, long unlabelled, long reused, int dimension, int k, int blockRows) {
    /** Share of a heap that tasks and held blocks may take together. */
    public static final double HEAP_SHARE = 0.6;

    private static final int ENTRY_BYTES = 16;
    private static final double SEEDS = 1024;
    private static final double PIVOTS = 256;
    /** Measured: one pair in five that counts does so for both points. */
    private static final double DISTANCES_PER_ENTRY = 0.81;
    /** Measured on features of 12 latent dimensions: of the distances after the first, where near points come first. */
    private static final double NEAR_FIRST = 0.32;

    private static final long TILE_BYTES = 16L << 20;
    /** Scheduling, reading and writing of a task; assumed, of the order seen in a local master. */
    private static final double TASK_SECONDS = 0.01;
    /** Start, broadcast and end of a round's two jobs; assumed. */
    private static final double ROUND_SECONDS = 0.15;

    /** Checks the ranges. */
    public GraphCost {
        if (labelled + reused < 1 || unlabelled < 0 || dimension < 1 || k < 1 || blockRows < 1) {
            throw DahlquistException.config(
                    "a graph needs points, features, neighbours and blocks, but has %d labelled and %d unlabelled points"
                            + " of dimension %d, k %d and blocks of %d",
                    labelled + reused, unlabelled, dimension, k, blockRows);
        }
    }

    /** A graph from nothing. */
    public static GraphCost of(long labelled, long unlabelled, int dimension, int k, int blockRows) {
        return new GraphCost(labelled, unlabelled, 0, dimension, k, blockRows);
    }

    /** The same graph where the labelled points were joined before. */
    public GraphCost reusing() {
        return new GraphCost(0, unlabelled, labelled + reused, dimension, k, blockRows);
    }

    /** All points. */
    public long points() {
        return labelled + reused + unlabelled;
    }

    /** Pairs of points that are looked at. */
    public double pairs() {
        double own = 0.5 * labelled * labelled + 0.5 * unlabelled * unlabelled;
        return own + (double) unlabelled * (labelled + reused);
    }

    /** Distances computed in float64, where points come in any order. */
    public double distances() {
        return distances(1);
    }

    private double distances(double order) {
        double own = (double) labelled + unlabelled;
        double fresh = own * (1 + order * logarithm(points() / SEEDS));
        double known = reused == 0 ? 0 : reused * order * logarithm((double) points() / reused);
        return DISTANCES_PER_ENTRY * Math.max(1, k - 1) * (fresh + known);
    }

    private static double logarithm(double ratio) {
        return Math.log(Math.max(1, ratio));
    }

    /** Time of the kernel, summed over cores. */
    public double coreSeconds(KernelRate rate) {
        return rate.seconds(pairs() + seedPairs(), distances(), dimension);
    }

    /** The same where near points come first, as on one machine, including the search for such an order. */
    public double nearFirstCoreSeconds(KernelRate rate) {
        double pivots = Math.min(PIVOTS, points() / PIVOTS);
        return rate.seconds(
                pairs() + seedPairs() + points() * pivots,
                distances(NEAR_FIRST) + points() * (1 + logarithm(pivots)),
                dimension);
    }

    private double seedPairs() {
        return ((double) labelled + unlabelled) * Math.min(SEEDS, points() / 4.0);
    }

    /** Pairs of blocks, which are what is shared out. */
    public double blockPairs() {
        double block = (double) blockRows * blockRows;
        return Math.max(1, pairs() / block);
    }

    /** Float32 features of all points. */
    public double featureBytes() {
        return 4.0 * points() * dimension;
    }

    /** Memory of one task. */
    public long taskBytes() {
        return taskBytes(dimension, blockRows, k);
    }

    /**
     * Memory of one task: two blocks of b points with ids and norms, 2 b (4 d + 20); their lists as arrays and as bytes, 6
     * b · 16 (k + 8); tiles of the kernel, 16 MiB.
     *
     * @param dimension d, features per point
     * @param blockRows b, points of a block
     * @param k neighbours per point
     */
    public static long taskBytes(int dimension, int blockRows, int k) {
        return 2L * blockRows * (4L * dimension + 20) + 6L * blockRows * ENTRY_BYTES * (k + 8L) + TILE_BYTES;
    }

    /** Heap that an executor needs at least. */
    public long leastHeapBytes(int cores) {
        return (long) Math.ceil(cores * taskBytes() / HEAP_SHARE);
    }

    /** Heap with which an executor reads every feature once only. */
    public long wantedHeapBytes(int cores) {
        return (long) Math.ceil((cores * taskBytes() + featureBytes()) / HEAP_SHARE);
    }

    /**
     * Features that one executor reads: all of them once, for the check its share once more; where its heap doesn't hold
     * them all, the missing share again for every pair of blocks.
     */
    public double bytesRead(GraphCluster cluster) {
        double held = Math.max(0, cluster.heapBytes() * HEAP_SHARE - (double) cluster.cores() * taskBytes());
        double missing = Math.max(0, 1 - held / featureBytes());
        double again = missing * blockPairs() / cluster.executors() * blockRows * 4.0 * dimension;
        return featureBytes() / cluster.executors() + (1 - missing) * featureBytes() + again;
    }

    /**
     * Neighbours that are written between the rounds, and read again: in each a point's list, and about 2 k entries that
     * are new.
     */
    public double listBytes() {
        return points() * (double) rounds() * ENTRY_BYTES * 3 * k;
    }

    /** Rounds, each of which takes twice as many pairs of a block as those before. */
    public int rounds() {
        double blocks = Math.max(1, (double) points() / blockRows);
        return 1 + (int) Math.ceil(Math.log(blocks) / Math.log(3));
    }

    /**
     * Wall time: the kernel on all cores, the reading and the passing on of neighbours, and what tasks and rounds take
     * however small they are. Reading goes on beside the kernel, so the longer of both counts.
     */
    public double seconds(GraphCluster cluster, KernelRate rate) {
        double busy = Math.min(cluster.slots(), blockPairs());
        double kernel = coreSeconds(rate) / busy;
        double reading = bytesRead(cluster) / cluster.bytesPerSecond();
        double lists = 2 * listBytes() / cluster.executors() / cluster.bytesPerSecond();
        double tasks = blockPairs() * TASK_SECONDS / busy;
        return Math.max(kernel, reading) + lists + tasks + 3 * rounds() * ROUND_SECONDS;
    }
}
