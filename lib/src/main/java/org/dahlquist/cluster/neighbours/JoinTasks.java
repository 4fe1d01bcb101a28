package org.dahlquist.cluster.neighbours;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.cluster.ExecutorCache;
import org.dahlquist.graph.BlockJoin;
import org.dahlquist.graph.Metric;
import org.dahlquist.graph.Points;
import org.dahlquist.graph.ProductKernel;

/**
 * What the tasks of one round of a join do. They share nothing but files and the blocks of features in their executor,
 * so a task may run twice, anywhere.
 *
 * @param left side of the pairs' first blocks
 * @param right side of the second blocks; equal to the left one if a part is joined with itself
 * @param pairs folder of the pairs' findings
 * @param resources what all tasks share
 */
record JoinTasks(JoinSide left, JoinSide right, String pairs, JoinSetting.Resources resources) implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final ExecutorCache<FeatureBlocks> FEATURES = new ExecutorCache<>(1);

    /**
     * What a task did.
     *
     * @param kernel what multiplies; empty if nothing was multiplied
     * @param multiplyAdds of the products of its points
     * @param seconds time in the kernel
     * @param featureBytes read of features
     * @param listBytes written of neighbours
     */
    record Work(String kernel, double multiplyAdds, double seconds, long featureBytes, long listBytes)
            implements Serializable {
        private static final long serialVersionUID = 1L;
        static final Work NONE = new Work("", 0, 0, 0, 0);

        Work plus(Work other) {
            return new Work(
                    kernel.isEmpty() ? other.kernel : kernel,
                    multiplyAdds + other.multiplyAdds,
                    seconds + other.seconds,
                    featureBytes + other.featureBytes,
                    listBytes + other.listBytes);
        }
    }

    /** A block whose findings of one round are merged. */
    record Merge(int side, int block, List<PairFile.Place> findings) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** Joins a block with itself; what it finds needs no merging. */
    Work joinDiagonal(int block) {
        long[] read = new long[1];
        Points points = points(left, block, read);
        PointLists found = left.found(files(), block, points);
        long start = System.nanoTime();
        new BlockJoin(ProductKernel.fastest(), Metric.L2).selfJoin(points, found.lists());
        double seconds = (System.nanoTime() - start) * 1e-9;
        double multiplyAdds = 0.5 * points.size() * points.size() * points.dimension();
        return new Work(
                ProductKernel.fastest().name(),
                multiplyAdds,
                seconds,
                read[0],
                left.after().write(files(), block, found));
    }

    /** Joins the left block of a group with its right blocks and writes what is new for all of them. */
    Work joinPairs(PairGroup group) {
        long[] read = new long[1];
        double multiplyAdds = 0;
        long nanos = 0;
        BlockJoin kernel = new BlockJoin(ProductKernel.fastest(), Metric.L2);
        Points points = points(left, group.left(), read);
        PointLists found = left.found(files(), group.left(), points);
        LongPredicate isLeft = idsOf(points);
        List<LongPredicate> areRight = new ArrayList<>();
        PairFile file = new PairFile();
        for (int block : group.rights()) {
            Points others = points(right, block, read);
            PointLists foundOfOthers = right.found(files(), block, others);
            long start = System.nanoTime();
            kernel.join(points, others, found.lists(), foundOfOthers.lists());
            nanos += System.nanoTime() - start;
            multiplyAdds += (double) points.size() * others.size() * points.dimension();
            file.add(right.number(), block, foundOfOthers, isLeft);
            areRight.add(idsOf(others));
        }
        LongPredicate isRight = id -> areRight.stream().anyMatch(range -> range.test(id));
        file.add(left.number(), group.left(), found, areRight.size() == 1 ? areRight.get(0) : isRight);
        long written = file.write(files(), new Path(pairs, group.fileName()));
        return new Work(ProductKernel.fastest().name(), multiplyAdds, nanos * 1e-9, read[0], written);
    }

    /** Merges what the pairs of a round found for one block into what was found before. */
    Work merge(Merge merge) {
        JoinSide side = merge.side() == left.number() ? left : right;
        PointLists lists = side.found(files(), merge.block());
        for (PairFile.Place place : merge.findings()) {
            ByteBuffer section = PairFile.read(files(), place);
            if (lists == null) {
                lists = PairFile.emptyLists(section, side.part().rows(merge.block()), side.k());
            }
            PairFile.addTo(lists, section);
        }
        return new Work("", 0, 0, 0, side.after().write(files(), merge.block(), lists));
    }

    private Configuration files() {
        return resources.hadoop().value();
    }

    /** Ids of a part ascend, and so its blocks are ranges of ids. */
    private static LongPredicate idsOf(Points block) {
        long first = block.id(0);
        long last = block.id(block.size() - 1);
        return id -> id >= first && id <= last;
    }

    private Points points(JoinSide side, int block, long[] read) {
        String name = side.part().index().firstId() + "-" + block;
        return FEATURES.shared(resources.owner(), () -> new FeatureBlocks(resources.cacheBytes()))
                .get(name, side.featureBytes(block), () -> {
                    read[0] += side.featureBytes(block);
                    return resources.metric().points(side.part().read(files(), block));
                });
    }
}
