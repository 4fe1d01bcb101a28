package org.dahlquist.cluster.neighbours;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.cluster.ExecutorCache;
import org.dahlquist.cluster.HadoopSettings;
import org.dahlquist.graph.BlockJoin;
import org.dahlquist.graph.Metric;
import org.dahlquist.graph.Points;
import org.dahlquist.graph.ProductKernel;

/**
 * What the tasks of a graph's join share: the points, where files go, and what their executor holds for them.
 *
 * @param blocks the points
 * @param k neighbours per point, counting the point itself
 * @param metric distance
 * @param kept neighbours of the labelled points among each other from another graph; null for none
 * @param folder of unfinished work, which also tells this join from others in an executor
 * @param memory how much executors may hold
 * @param hadoop finds the file systems
 */
record JoinSetting(
        JoinBlocks blocks,
        int k,
        Metric metric,
        ListFolder kept,
        String folder,
        JoinMemory memory,
        HadoopSettings hadoop)
        implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final ExecutorCache<FeatureBlocks> FEATURES = new ExecutorCache<>(1);
    private static final ExecutorCache<BlockJoin> KERNELS = new ExecutorCache<>(1);
    private static final ExecutorCache<KnownLists> LISTS = new ExecutorCache<>(1);

    Configuration files() {
        return hadoop.value();
    }

    /** The blocks of features in this executor. */
    private FeatureBlocks features() {
        return FEATURES.shared(folder, () -> new FeatureBlocks(memory.featureBytes()));
    }

    /** What joins blocks in this executor; the directions that it finds in the first one serve all. */
    BlockJoin kernel() {
        return KERNELS.shared(folder, () -> new BlockJoin(ProductKernel.fastest(), Metric.L2));
    }

    /** The lists of a round in this executor. */
    KnownLists known(int round) {
        return LISTS.shared(folder + round, () -> new KnownLists(memory.listBytes()));
    }

    /** A block of points; {@code read} gets the bytes that had to be read for it. */
    Points points(int block, long[] read) {
        long bytes = blocks.featureBytes(block);
        return features().get(String.valueOf(block), bytes, () -> {
            read[0] += bytes;
            return metric.points(blocks.read(files(), block));
        });
    }

    /** The same with points in other blocks. */
    JoinSetting of(JoinBlocks others) {
        return new JoinSetting(others, k, metric, kept, folder, memory, hadoop);
    }

    /** Whether a task's pairs are of blocks of one part. */
    boolean isOwn(PairTask task) {
        return blocks.isLabelled(task.left().from())
                == blocks.isLabelled(task.right().from());
    }

    /** Neighbours that are wanted: all but the point itself, and of an unlabelled point k labelled ones. */
    int capacity(ListKey key) {
        return key.own() || blocks.isLabelled(key.block()) ? Math.max(1, k - 1) : k;
    }

    /** Multiply-adds of a task. */
    double work(PairTask task) {
        double[] pairs = new double[1];
        task.forEachBlockWithItself(block -> pairs[0] += 0.5 * blocks.rows(block) * blocks.rows(block));
        task.forEachPair((left, right) -> pairs[0] += (double) blocks.rows(left) * blocks.rows(right));
        return pairs[0] * blocks.labelled().dimension();
    }

    /** Multiply-adds of some tasks. */
    double work(List<PairTask> tasks) {
        return tasks.stream().mapToDouble(this::work).sum();
    }

    /** Bytes of all features. */
    long featureBytes() {
        return (long) Float.BYTES * blocks.points() * blocks.labelled().dimension();
    }

    /** Bytes of all lists. */
    long listBytes() {
        return 2L * blocks.points() * PointLists.recordBytes(k);
    }

    Path roundFolder(int round) {
        return new Path(folder, String.format(Locale.ROOT, "round-%02d", round));
    }

    /** Where the tasks of a round leave what they found. */
    Path pairsFolder(int round) {
        return new Path(roundFolder(round), "pairs");
    }

    /** The merged lists after a round. */
    ListFolder merged(int round, boolean own) {
        // in files both parts have blocks of one length
        return new ListFolder(new Path(roundFolder(round), own ? "own" : "other").toString(), blocks.labelledRows());
    }
}
