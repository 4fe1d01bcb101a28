package org.dahlquist.graph;

import java.util.ArrayList;
import java.util.List;
import org.dahlquist.DahlquistException;

/**
 * Exact k nearest neighbours by joining blocks of points in pairs ({@link BlockJoin}), on one machine.
 *
 * <p>The result equals brute force in float64 and depends neither on the number of threads nor on the split of the rows
 * into calls. Cost: rows · n · d fused multiply-adds, half of that for a join of all points with themselves; memory
 * beside the points: 16 rows k bytes and two blocks of up to 4,096 points for each thread.
 */
public final class ExactNeighbours implements NeighbourSearch {
    private final Points points;
    private final int size;
    private final BlockJoin join;
    private final int threads;

    /** Searches among all {@code points} by Euclidean distance, on one thread. */
    public ExactNeighbours(Points points) {
        this(points, points.size());
    }

    /** Searches among the first {@code size} of the {@code points} only, by Euclidean distance, on one thread. */
    public ExactNeighbours(Points points, int size) {
        this(points, size, new BlockJoin(ProductKernel.fastest(), Metric.L2), 1);
    }

    /**
     * Searches on some threads.
     *
     * @param points the points
     * @param size search among the first {@code size} of them only
     * @param join kernel and metric
     * @param threads number of threads, at least 1
     */
    public ExactNeighbours(Points points, int size, BlockJoin join, int threads) {
        this.points = points;
        this.size = size;
        this.join = join;
        this.threads = threads;
    }

    @Override
    public NearestNeighbours selfJoin(int from, int to, int k) {
        checkSelfJoin(size, k);
        BlockPairs pairs = new BlockPairs(threads);
        List<Block> rows = k == 1 ? List.of() : blocks(points, from, to, k - 1);
        List<Block> others = k == 1 ? List.of() : blocks(points, 0, from, 0);
        if (k > 1) {
            others.addAll(blocks(points, to, size, 0));
        }
        for (Block row : rows) {
            pairs.add(row, null, () -> join.selfJoin(row.points(), row.lists));
        }
        for (int i = 0; i < rows.size(); i++) {
            Block left = rows.get(i);
            for (Block right : rows.subList(i + 1, rows.size())) {
                pairs.add(left, right, () -> join.join(left.points(), right.points(), left.lists, right.lists));
            }
        }
        addOneSided(pairs, rows, others);
        pairs.run();
        return result(rows, from, to - from, k);
    }

    @Override
    public NearestNeighbours join(Points queries, int from, int to, int k) {
        checkJoin(points, size, queries, k);
        BlockPairs pairs = new BlockPairs(threads);
        List<Block> rows = blocks(queries, from, to, k);
        addOneSided(pairs, rows, blocks(points, 0, size, 0));
        pairs.run();
        return result(rows, -1, to - from, k);
    }

    /** Refuses a k that a self-join of {@code size} points cannot have. */
    static void checkSelfJoin(int size, int k) {
        if (k < 1 || k >= size) {
            throw DahlquistException.config(
                    "k is %d, but the graph has %d points; k counts the point itself and must be from 1 to %d",
                    k, size, size - 1);
        }
    }

    /** Refuses queries of another dimension and a k above the number of points. */
    static void checkJoin(Points points, int size, Points queries, int k) {
        if (k < 1 || k > size) {
            throw DahlquistException.config(
                    "k is %d, but there are %d points to choose from; k must be from 1 to %d", k, size, size);
        }
        if (queries.dimension() != points.dimension()) {
            throw DahlquistException.data(
                    "the queries have %d features and the points %d; both must come from one model",
                    queries.dimension(), points.dimension());
        }
    }

    private void addOneSided(BlockPairs pairs, List<Block> rows, List<Block> others) {
        for (Block row : rows) {
            for (Block other : others) {
                pairs.add(row, null, () -> join.join(row.points(), other.points(), row.lists, null));
            }
        }
    }

    /** Blocks of equal size, several for each thread where that doesn't make them small. */
    private List<Block> blocks(Points source, int from, int to, int k) {
        int rows = Math.max(512, Math.min(4096, (to - from) / (4 * threads) + 1));
        List<Block> blocks = new ArrayList<>();
        for (int first = from; first < to; first += rows) {
            blocks.add(new Block(source, first, Math.min(to, first + rows), k));
        }
        return blocks;
    }

    /** Some rows of the points, their ordinals as ids, with lists where k is above 0. */
    private static final class Block {
        private final Points source;
        private final int from;
        private final int to;
        private final NeighbourLists lists;

        Block(Points source, int from, int to, int k) {
            this.source = source;
            this.from = from;
            this.to = to;
            lists = k == 0 ? null : new NeighbourLists(to - from, k);
        }

        /** A copy, made for a single join, so that only blocks at work take memory. */
        Points points() {
            return source.block(from, to);
        }
    }

    /** The lists, behind the row's own ordinal where {@code self}, the first of them, isn't negative. */
    private static NearestNeighbours result(List<Block> blocks, int self, int rows, int k) {
        int[] ordinals = new int[rows * k];
        double[] distances = new double[ordinals.length];
        int own = self < 0 ? 0 : 1;
        for (int row = 0; self >= 0 && row < rows; row++) {
            ordinals[row * k] = self + row;
        }
        int slot = 0;
        for (Block block : blocks) {
            for (int row = 0; row < block.lists.rows(); row++, slot += k) {
                for (int position = 0; position < k - own; position++) {
                    ordinals[slot + own + position] = (int) block.lists.id(row, position);
                    distances[slot + own + position] = Math.sqrt(block.lists.squaredDistance(row, position));
                }
            }
        }
        return new NearestNeighbours(k, ordinals, distances);
    }
}
