package org.dahlquist.scaling;

import org.dahlquist.DahlquistException;

/**
 * What the exact nearest neighbours of labelled and unlabelled points cost.
 *
 * <p>With n points of dimension d, n²/2 pairs are looked at: n² d operations for the products, and a time for each pair.
 * Each point has limits from S = 1,024 others first. A point at random is then nearer than the k-th so far with k / m at the
 * m-th point, so 0.8 k (1 + ln(n / S)) distances a point are computed in float64: 0.8, as some pairs count for both points.
 * They are shared out as pairs of blocks of b points ({@link GraphGrain}), so b bounds the memory of a task, whatever n.
 *
 * @param labelled labelled points; 0 if their lists are taken from another graph
 * @param unlabelled unlabelled points
 * @param reused labelled points whose lists are taken from another graph
 * @param dimension features per point
 * @param k neighbours per point, counting the point itself
 * @param blockRows points of a block at most
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
    /** Scheduling of a task, and the copies of its lists; fitted to {@code bench graph --growth}. */
    private static final double TASK_SECONDS = 0.009;
    /** Start and end of the jobs of a round; fitted likewise. */
    private static final double ROUND_SECONDS = 0.12;
    /** Start and end of the one job of a join in memory, and a slot's wait for the last pair; measured by phase. */
    private static final double JOB_SECONDS = 0.07;
    /** A core's time to check, write and count a point, for each byte of its features and entries; measured by phase. */
    private static final double BYTE_SECONDS = 0.55e-8;
    /** Of a core's products, up to which a join on one executor stays in its memory. */
    private static final double MEMORY_SECONDS = 10;
    /** Of a neighbour in the graph's files and in the kept lists. */
    private static final int RESULT_BYTES = 28;

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

    private GraphGrain grain() {
        return GraphGrain.of(points(), dimension, blockRows, GraphGrain.TASK_SECONDS);
    }

    /** Tasks that the pairs make. */
    public double tasks() {
        double side = grain().taskRows();
        return Math.max(1, pairs() / (side * side));
    }

    /** Float32 features of all points. */
    public double featureBytes() {
        return 4.0 * points() * dimension;
    }

    /** Memory of one task. */
    public long taskBytes() {
        return taskBytes(dimension, grain().taskRows(), k);
    }

    /**
     * Memory of one task: on either side b points with ids and norms, 2 b (4 d + 20); their lists as arrays and as bytes, 6
     * b · 16 (k + 8); tiles of the kernel, 16 MiB.
     *
     * @param dimension d, features per point
     * @param taskRows b, points on either side of a task
     * @param k neighbours per point
     */
    public static long taskBytes(int dimension, int taskRows, int k) {
        return 2L * taskRows * (4L * dimension + 20) + 6L * taskRows * ENTRY_BYTES * (k + 8L) + TILE_BYTES;
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
     * them all, the missing share again for every task.
     */
    public double bytesRead(GraphCluster cluster) {
        double held = Math.max(0, cluster.heapBytes() * HEAP_SHARE - (double) cluster.cores() * taskBytes());
        double missing = Math.max(0, 1 - held / featureBytes());
        double again = missing * tasks() / cluster.executors() * grain().taskRows() * 4.0 * dimension;
        return featureBytes() / cluster.executors() + (1 - missing) * featureBytes() + again;
    }

    /**
     * Neighbours that tasks write for each other, and read again: for each of a task's points 12 bytes, about 2 k entries of
     * each point that are new in a round, and between rounds its merged list.
     */
    public double listBytes() {
        double headers = tasks() * 2 * grain().taskRows() * 12;
        return headers + points() * (double) ENTRY_BYTES * k * (2 * rounds() + 2 * (rounds() - 1));
    }

    /** Rounds: the first one takes 1,024 tasks, others twice as many as all before, but not more than 8,192. */
    public int rounds() {
        int rounds = 1;
        double done = 1024;
        for (; done < tasks(); rounds++) {
            done += Math.min(2 * done, 8192);
        }
        return rounds;
    }

    /**
     * Whether the join stays in the memory of one executor, which then needs no files and no tasks beyond one for each core:
     * if it takes few seconds, and the heap holds the points twice and all lists.
     */
    private boolean isInMemory(GraphCluster cluster) {
        double products = 2 * pairs() * dimension / (KernelRate.PLANNED.gigaflops() * 1e9);
        double free = cluster.heapBytes() * HEAP_SHARE - (double) cluster.cores() * taskBytes();
        double lists = 2.0 * points() * (ENTRY_BYTES * k + 12);
        return cluster.executors() == 1
                && rounds() == 1
                && products < MEMORY_SECONDS * cluster.cores()
                && lists < free / 4
                && 2 * featureBytes() < free * 3 / 4;
    }

    /**
     * Wall time: the kernel on all cores, the reading and the passing on of neighbours, the writing of the graph, and what
     * tasks and rounds take however small they are. Reading goes on beside the kernel, so the longer of both counts.
     */
    public double seconds(GraphCluster cluster, KernelRate rate) {
        boolean inMemory = isInMemory(cluster);
        double busy = inMemory ? cluster.slots() : Math.min(cluster.slots(), tasks());
        double kernel = (inMemory ? nearFirstCoreSeconds(rate) : coreSeconds(rate)) / busy;
        double reading = bytesRead(cluster) / cluster.bytesPerSecond();
        boolean shared = cluster.executors() == 1 && rounds() == 1; // then the executor's memory passes them on
        double lists = shared ? 0 : 2 * listBytes() / cluster.executors() / cluster.bytesPerSecond();
        double files = points() * (4.0 * dimension + (double) RESULT_BYTES * k) * BYTE_SECONDS / cluster.slots();
        double jobs = inMemory ? JOB_SECONDS : tasks() * TASK_SECONDS / busy + rounds() * ROUND_SECONDS;
        return Math.max(kernel, reading) + lists + files + jobs;
    }
}
