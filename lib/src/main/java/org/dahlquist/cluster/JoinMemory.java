package org.dahlquist.cluster;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.dahlquist.DahlquistException;

/**
 * What a join takes of an executor's memory, whatever the number of points.
 *
 * <p>A task holds two blocks of b points of dimension d, 2 b (4 d + 20) bytes, in cosine twice that for a moment, their
 * lists as arrays and as bytes, 6 b · 16 (k + 8), and the kernel's tiles, at most 16 MiB. What remains of
 * {@value #HEAP_PERCENT} % of the heap keeps blocks for the next tasks.
 *
 * @param taskBytes of one task
 * @param tasks side by side in an executor
 * @param heapBytes an executor's heap
 */
record JoinMemory(long taskBytes, int tasks, long heapBytes) {
    private static final int HEAP_PERCENT = 60;
    private static final long MEBIBYTE = 1L << 20;

    /** The memory of this cluster's executors and of tasks with these blocks. */
    static JoinMemory of(JavaSparkContext spark, int dimension, int blockRows, int k) {
        return new JoinMemory(
                taskBytes(dimension, blockRows, k), tasks(spark.sc()), heapBytes(spark.master(), spark.getConf()));
    }

    static long taskBytes(int dimension, int blockRows, int k) {
        long features = 2L * blockRows * (4L * dimension + 20);
        long lists = 6L * blockRows * PointLists.ENTRY_BYTES * (k + 8L);
        return features + lists + 16 * MEBIBYTE;
    }

    private static long heapBytes(String master, SparkConf conf) {
        boolean inDriver = master.matches("local(\\[.*])?");
        return inDriver ? Runtime.getRuntime().maxMemory() : conf.getSizeAsBytes("spark.executor.memory", "1g");
    }

    private static int tasks(SparkContext spark) {
        int all = spark.maxNumConcurrentTasks(spark.resourceProfileManager().defaultResourceProfile());
        if (spark.conf().contains("spark.executor.cores")) {
            return Math.max(
                    1,
                    spark.conf().getInt("spark.executor.cores", 1)
                            / spark.conf().getInt("spark.task.cpus", 1));
        }
        int executors = Math.max(1, spark.statusTracker().getExecutorInfos().length - 1); // one of them is the driver
        return Math.max(1, (all + executors - 1) / executors);
    }

    private long usableBytes() {
        return heapBytes / 100 * HEAP_PERCENT;
    }

    /** Blocks of features that an executor may keep, in bytes. */
    long cacheBytes() {
        return usableBytes() - tasks * taskBytes;
    }

    /**
     * Checks that the tasks fit.
     *
     * @throws DahlquistException (CLUSTER) with both numbers and what to set
     */
    void check(int blockRows) {
        if (cacheBytes() < 0) {
            throw DahlquistException.cluster(
                    "knn-graph needs %,d MiB in each executor (%d tasks with two blocks of %,d points each), but %d %% of"
                            + " its heap are %,d MiB; set spark.executor.memory (in a local master the driver's) to"
                            + " %,dm, or graph.block-rows to %,d",
                    tasks * taskBytes / MEBIBYTE + 1,
                    tasks,
                    blockRows,
                    HEAP_PERCENT,
                    usableBytes() / MEBIBYTE,
                    tasks * taskBytes / MEBIBYTE * 100 / HEAP_PERCENT + 1,
                    Math.max(1, (long) (blockRows * (double) usableBytes() / (tasks * taskBytes) * 0.9)));
        }
    }
}
