package org.dahlquist.cluster.input;

import org.apache.spark.SparkConf;
import org.dahlquist.DahlquistException;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.ShardSizes;
import org.dahlquist.dataset.Split;
import org.dahlquist.run.RunConfig;

/**
 * What the training input takes of an executor's heap.
 *
 * @param images bytes of stored images that are kept
 * @param minibatches bytes of the minibatches that are made and trained on at a time
 */
public record InputMemory(long images, long minibatches) {
    /** A worker trains on one minibatch while the next is made. */
    private static final int MINIBATCHES = 2;

    private static final double MOST = 0.8;

    /** What a training needs of an executor that has a number of workers. */
    static InputMemory of(Manifest manifest, RunConfig config, int workers) {
        long stored = new ShardSizes(manifest, Split.TRAIN).total();
        ImageShape shape = InputTransforms.shape(manifest, config.input());
        long minibatch = (long) config.train().averaging().batchSizePerWorker() * shape.size() * Float.BYTES;
        return new InputMemory(Math.min(stored, config.input().cacheBytes()), workers * MINIBATCHES * minibatch);
    }

    /** What the executors of a cluster need that runs as many workers side by side as they have slots for. */
    public static InputMemory of(Manifest manifest, RunConfig config, SparkConf conf) {
        int workers = config.train().averaging().workers();
        int slots = conf.getInt("spark.executor.cores", 1) / Math.max(1, conf.getInt("spark.task.cpus", 1));
        return of(manifest, config, isLocal(conf) ? workers : Math.max(1, Math.min(workers, slots)));
    }

    /**
     * Refuses a training whose input would fill the executors' heap.
     *
     * @throws DahlquistException (CLUSTER) naming the sizes
     */
    public void requireHeap(SparkConf conf) {
        long heap =
                isLocal(conf) ? Runtime.getRuntime().maxMemory() : conf.getSizeAsBytes("spark.executor.memory", "1g");
        if (images + minibatches > MOST * heap) {
            throw DahlquistException.cluster(
                    "an executor keeps %,d MiB of images (at most input.cache-bytes) and %,d MiB of minibatches, but its"
                            + " heap has %,d MiB, of which %.0f %% may be used; lower input.cache-bytes or"
                            + " train.averaging.batch-size-per-worker, or raise %s",
                    images >> 20,
                    minibatches >> 20,
                    heap >> 20,
                    100 * MOST,
                    isLocal(conf) ? "the heap (-Xmx)" : "spark.executor.memory");
        }
    }

    private static boolean isLocal(SparkConf conf) {
        return conf.get("spark.master", "local").matches("local(\\[.*])?");
    }
}
