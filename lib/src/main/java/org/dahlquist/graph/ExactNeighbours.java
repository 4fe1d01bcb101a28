package org.dahlquist.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.dahlquist.DahlquistException;

/**
 * Exact k nearest neighbours by joining blocks of points in pairs ({@link BlockJoin}), on one machine.
 *
 * <p>The result equals brute force in float64 and depends neither on the number of threads nor on the split of the rows
 * into calls. Cost: rows · n · d fused multiply-adds, half of that for a join of all points with themselves; memory
 * beside the points: 16 rows k + 4 rows bytes and two blocks of up to 8,192 points for each thread.
 */
public final class ExactNeighbours implements NeighbourSearch {
    private static final int ORDERED_ROWS = 2048;

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
        BlockJoin join = this.join.of(points);
        List<Block> rows = k == 1 ? List.of() : blocks(points, order(points, from, to), k - 1);
        List<Block> others = new ArrayList<>();
        if (k > 1) {
            others.addAll(blocks(points, orderFor(to - from, 0, from), 0));
            others.addAll(blocks(points, orderFor(to - from, to, size), 0));
        }
        for (Block row : rows) {
            pairs.add(row, null, () -> join.selfJoin(row.points(), row.lists));
        }
        addCircles(join, pairs, rows);
        addOneSided(join, pairs, rows, others);
        pairs.run();
        return result(rows, from, to - from, k, true);
    }

    @Override
    public NearestNeighbours join(Points queries, int from, int to, int k) {
        checkJoin(points, size, queries, k);
        BlockPairs pairs = new BlockPairs(threads);
        BlockJoin join = this.join.of(points);
        List<Block> rows = blocks(queries, order(queries, from, to), k);
        addOneSided(join, pairs, rows, blocks(points, orderFor(to - from, 0, size), 0));
        pairs.run();
        return result(rows, from, to - from, k, false);
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

    /** All pairs of two blocks, near ones first, in circles: the last ones have no block in common for which a thread waits. */
    private static void addCircles(BlockJoin join, BlockPairs pairs, List<Block> rows) {
        int count = rows.size();
        for (int apart = 1; apart <= count / 2; apart++) {
            for (int i = 0; i < (2 * apart == count ? apart : count); i++) {
                Block left = rows.get(i);
                Block right = rows.get((i + apart) % count);
                pairs.add(left, right, () -> join.join(left.points(), right.points(), left.lists, right.lists));
            }
        }
    }

    private static void addOneSided(BlockJoin join, BlockPairs pairs, List<Block> rows, List<Block> others) {
        for (Block row : rows) {
            for (Block other : others) {
                pairs.add(row, null, () -> join.join(row.points(), other.points(), row.lists, null));
            }
        }
    }

    private int[] order(Points source, int from, int to) {
        return new PivotOrder(source, join, threads).ordinals(from, to);
    }

    /** Points that {@code rows} others are joined with, in an order if those are enough to pay for it. */
    private int[] orderFor(int rows, int from, int to) {
        return rows < ORDERED_ROWS ? IntStream.range(from, to).toArray() : order(points, from, to);
    }

    /** Blocks of equal size, several for each thread where that doesn't make them small. */
    private List<Block> blocks(Points source, int[] ordinals, int k) {
        int rows = Math.max(512, Math.min(8192, ordinals.length / (4 * threads) + 1));
        List<Block> blocks = new ArrayList<>();
        for (int first = 0; first < ordinals.length; first += rows) {
            int end = Math.min(ordinals.length, first + rows);
            blocks.add(new Block(source, Arrays.copyOfRange(ordinals, first, end), k));
        }
        return blocks;
    }

    /** Some of the points, their ordinals as ids, with lists where k is above 0. */
    private static final class Block {
        private final Points source;
        private final int[] ordinals;
        private final NeighbourLists lists;

        Block(Points source, int[] ordinals, int k) {
            this.source = source;
            this.ordinals = ordinals;
            lists = k == 0 ? null : new NeighbourLists(ordinals.length, k);
        }

        /** A copy, made for a single join, so that only blocks at work take memory. */
        Points points() {
            return source.rows(ordinals);
        }
    }

    /** The lists by ordinal from {@code from} on, in a self-join behind the row's own ordinal. */
    private static NearestNeighbours result(List<Block> blocks, int from, int rows, int k, boolean self) {
        int[] ordinals = new int[rows * k];
        double[] distances = new double[ordinals.length];
        int own = self ? 1 : 0;
        for (int row = 0; self && row < rows; row++) {
            ordinals[row * k] = from + row;
        }
        for (Block block : blocks) {
            for (int row = 0; row < block.ordinals.length; row++) {
                int slot = (block.ordinals[row] - from) * k + own;
                for (int position = 0; position < k - own; position++) {
                    ordinals[slot + position] = (int) block.lists.id(row, position);
                    distances[slot + position] = Math.sqrt(block.lists.squaredDistance(row, position));
                }
            }
        }
        return new NearestNeighbours(k, ordinals, distances);
    }
}
