package org.dahlquist.cluster.neighbours;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.dahlquist.dataset.FeatureFile;
import org.dahlquist.graph.BlockJoin;
import org.dahlquist.graph.Metric;
import org.dahlquist.graph.PivotOrder;
import org.dahlquist.graph.Points;
import org.dahlquist.graph.ProductKernel;

/**
 * All points of a graph in memory, in blocks of near ones.
 *
 * @param blocks which points each block holds
 * @param points the points of each block
 * @param kernel joins the blocks
 */
record NearPoints(JoinBlocks blocks, List<Points> points, BlockJoin kernel) {
    /** Reads all points: twice 4 n d bytes until they are in their blocks. */
    static NearPoints of(JoinSetting setting, int labelledRows, int unlabelledRows) {
        JoinBlocks before = setting.blocks();
        Points all = setting.metric().points(read(setting));
        BlockJoin kernel = new BlockJoin(ProductKernel.fastest(), Metric.L2).of(all);
        int[] order = new PivotOrder(all, kernel, setting.memory().tasks()).ordinals(0, all.size());
        int labelled = before.labelled().rows();
        int[] byPart = IntStream.concat(
                        Arrays.stream(order).filter(ordinal -> ordinal < labelled),
                        Arrays.stream(order).filter(ordinal -> ordinal >= labelled))
                .toArray();
        JoinBlocks blocks =
                new JoinBlocks(before.labelled(), before.unlabelled(), labelledRows, unlabelledRows, byPart);
        return new NearPoints(
                blocks,
                IntStream.range(0, blocks.count())
                        .parallel()
                        .mapToObj(block -> all.inOrder(blocks.ordinals(block)))
                        .toList(),
                kernel);
    }

    private static Points read(JoinSetting setting) {
        JoinBlocks blocks = setting.blocks();
        int dimension = blocks.labelled().dimension();
        long[] ids = new long[blocks.points()];
        float[] values = new float[Math.multiplyExact(ids.length, dimension)];
        read(setting, blocks.labelled(), ids, values, 0);
        read(setting, blocks.unlabelled(), ids, values, blocks.labelled().rows());
        return new Points(ids, values, dimension);
    }

    private static void read(JoinSetting setting, FeatureIndex part, long[] ids, float[] values, int at) {
        List<FeatureFile> files = part.files();
        int[] firsts = new int[files.size()];
        for (int file = 1; file < firsts.length; file++) {
            firsts[file] = firsts[file - 1] + files.get(file - 1).rows();
        }
        IntStream.range(0, firsts.length)
                .parallel()
                .forEach(file -> part.copy(
                        setting.files(), firsts[file], files.get(file).rows(), ids, values, at + firsts[file]));
    }
}
