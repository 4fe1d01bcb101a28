package org.dahlquist.cluster.neighbours;

import java.io.Serializable;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.dahlquist.DahlquistException;
import org.dahlquist.scaling.GraphCost;

/**
 * What a join takes of an executor's memory, whatever the number of points.
 *
 * <p>A task takes {@link GraphCost#taskBytes(int, int, int)}. What the tasks leave of 60 % of the heap keeps features, and
 * lists in a quarter of it, for the next ones.
 *
 * @param taskBytes of one task
 * @param tasks side by side in an executor
 * @param heapBytes an executor's heap
 * @param isOneExecutor whether the driver is the only executor
 */
record JoinMemory(long taskBytes, int tasks, long heapBytes, boolean isOneExecutor) implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final long MEBIBYTE = 1L << 20;
    private static final int LIST_SHARE = 4;
    private static final int PARTITIONS_PER_SLOT = 2;

    /** The memory of this cluster's executors and of tasks with so many points on either side. */
    static JoinMemory of(JavaSparkContext spark, int dimension, int taskRows, int k) {
        return new JoinMemory(
                GraphCost.taskBytes(dimension, taskRows, k),
                tasks(spark.sc()),
                heapBytes(spark.master(), spark.getConf()),
                isLocal(spark.master()));
    }

    /** Partitions for so many parts of a few milliseconds each: a local master takes no more than it needs. */
    static int partitions(JavaSparkContext spark, int parts) {
        return isLocal(spark.master()) ? Math.min(parts, PARTITIONS_PER_SLOT * tasks(spark.sc())) : parts;
    }

    /** Whether the driver is the only executor. */
    static boolean isLocal(String master) {
        return master.matches("local(\\[.*])?");
    }

    private static long heapBytes(String master, SparkConf conf) {
        return isLocal(master)
                ? Runtime.getRuntime().maxMemory()
                : conf.getSizeAsMb("spark.executor.memory", "1g") * MEBIBYTE;
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
        return (long) (heapBytes * GraphCost.HEAP_SHARE);
    }

    private long freeBytes() {
        return usableBytes() - tasks * taskBytes;
    }

    /** Features that an executor may keep, in bytes. */
    long featureBytes() {
        return freeBytes() - listBytes();
    }

    /** Lists that an executor may keep, in bytes. */
    long listBytes() {
        return freeBytes() / LIST_SHARE;
    }

    /**
     * Checks that the tasks fit.
     *
     * @throws DahlquistException (CLUSTER) with both numbers and what to set
     */
    void check(int blockRows) {
        if (freeBytes() < 0) {
            throw DahlquistException.cluster(
                    "knn-graph needs %,d MiB in each executor (%d tasks with blocks of %,d points on either side), but %.0f %% of"
                            + " its heap are %,d MiB; set spark.executor.memory (in a local master the driver's) to"
                            + " %,dm, or graph.block-rows to %,d",
                    tasks * taskBytes / MEBIBYTE + 1,
                    tasks,
                    blockRows,
                    100 * GraphCost.HEAP_SHARE,
                    usableBytes() / MEBIBYTE,
                    (long) (tasks * taskBytes / GraphCost.HEAP_SHARE) / MEBIBYTE + 1,
                    Math.max(1, (long) (blockRows * (double) usableBytes() / (tasks * taskBytes) * 0.9)));
        }
    }
}
