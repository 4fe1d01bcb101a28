package org.dahlquist.scaling;

/**
 * How the points of a graph are cut: into blocks, and pairs of blocks into tasks.
 *
 * <p>Few points make about sixteen blocks, many as large ones as allowed. Blocks of 4,096 points and more are a multiple of
 * that, smaller ones a power of two, so that whole blocks fill a file. A task takes the pairs of {@code together} blocks
 * with as many others, as far as they take no longer than wanted. All this depends on the points and never on the cluster,
 * so that another cluster can go on with the files of the first.
 *
 * @param blockRows points of a block
 * @param together blocks on either side of a task
 */
public record GraphGrain(int blockRows, int together) {
    /** Points of a file of the graph. */
    public static final int FILE_ROWS = 4096;
    /** Seconds of a task, unless others are wanted. */
    public static final double TASK_SECONDS = 0.1;

    private static final int LEAST_BLOCKS = 16;

    /**
     * Cuts points.
     *
     * @param points number of points
     * @param dimension features per point
     * @param mostRows points of a block at most
     * @param taskSeconds seconds of a task on a core of {@link KernelRate#PLANNED}, unless one pair of blocks takes more
     */
    public static GraphGrain of(long points, int dimension, int mostRows, double taskSeconds) {
        int rows = blockRows(points, mostRows);
        double pairSeconds = (double) rows * rows * 2 * dimension / (KernelRate.PLANNED.gigaflops() * 1e9);
        return new GraphGrain(rows, (int) Math.max(1, Math.min(LEAST_BLOCKS, Math.sqrt(taskSeconds / pairSeconds))));
    }

    private static int blockRows(long points, int mostRows) {
        if (mostRows < FILE_ROWS) {
            return Integer.highestOneBit(mostRows);
        }
        long wanted = Math.max(1, (points / LEAST_BLOCKS + FILE_ROWS - 1) / FILE_ROWS);
        return (int) Math.min(wanted, mostRows / FILE_ROWS) * FILE_ROWS;
    }

    /** Points on either side of a task, at most. */
    public int taskRows() {
        return Math.multiplyExact(blockRows, together);
    }
}
