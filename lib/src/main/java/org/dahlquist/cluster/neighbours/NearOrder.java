package org.dahlquist.cluster.neighbours;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.dahlquist.dataset.FeatureFile;
import org.dahlquist.graph.BlockJoin;
import org.dahlquist.graph.Metric;
import org.dahlquist.graph.PivotOrder;
import org.dahlquist.graph.Points;
import org.dahlquist.graph.ProductKernel;

/**
 * Puts near points into the same blocks, where the points of a join fit twice into the memory of the one executor.
 *
 * <p>It changes no result: limits tighten sooner, which saves a part of the time that few points take. For many, products
 * outweigh it, and each block's points would lie in all files.
 */
final class NearOrder {
    private final JoinSetting setting;
    private final JoinBlocks blocks;

    NearOrder(JoinSetting setting) {
        this.setting = setting;
        this.blocks = setting.blocks();
    }

    /** Whether there is room, and the points come as they are so far. */
    boolean isPossible() {
        return setting.kept() == null
                && 2 * featureBytes() <= setting.memory().featureBytes()
                && featureBytes() / Float.BYTES < Integer.MAX_VALUE - 8;
    }

    long featureBytes() {
        return (long) Float.BYTES * blocks.points() * blocks.labelled().dimension();
    }

    /** Reads all points and holds them in this executor, block by block; the driver's, which is the only one. */
    JoinSetting hold() {
        Points points = setting.metric().points(read());
        BlockJoin join = new BlockJoin(ProductKernel.fastest(), Metric.L2);
        int[] order = new PivotOrder(points, join, setting.memory().tasks()).ordinals(0, points.size());
        int labelled = blocks.labelled().rows();
        JoinSetting ordered = setting.inOrder(IntStream.concat(
                        Arrays.stream(order).filter(ordinal -> ordinal < labelled),
                        Arrays.stream(order)
                                .filter(ordinal -> ordinal >= labelled)
                                .map(ordinal -> ordinal - labelled))
                .toArray());
        IntStream.range(0, blocks.count()).parallel().forEach(block -> {
            int[] ordinals = ordered.blocks().ordinals(block);
            if (!blocks.isLabelled(block)) {
                Arrays.setAll(ordinals, row -> ordinals[row] + labelled);
            }
            ordered.hold(block, points.inOrder(ordinals));
        });
        return ordered;
    }

    private Points read() {
        int dimension = blocks.labelled().dimension();
        long[] ids = new long[blocks.points()];
        float[] values = new float[Math.multiplyExact(ids.length, dimension)];
        read(blocks.labelled(), ids, values, 0);
        read(blocks.unlabelled(), ids, values, blocks.labelled().rows());
        return new Points(ids, values, dimension);
    }

    private void read(FeatureIndex part, long[] ids, float[] values, int at) {
        Configuration hadoop = setting.files();
        List<FeatureFile> files = part.files();
        int[] firsts = new int[files.size()];
        for (int file = 1; file < firsts.length; file++) {
            firsts[file] = firsts[file - 1] + files.get(file - 1).rows();
        }
        IntStream.range(0, firsts.length)
                .parallel()
                .forEach(file ->
                        part.copy(hadoop, firsts[file], files.get(file).rows(), ids, values, at + firsts[file]));
    }
}
