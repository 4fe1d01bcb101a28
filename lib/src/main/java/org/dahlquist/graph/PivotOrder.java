package org.dahlquist.graph;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * An order of points in which near ones lie together: by the nearest of some of the points, the pivots, which follow each
 * other in a chain of near ones.
 *
 * <p>It changes no result. Limits tighten sooner in it, as most neighbours are met first, and pairs that count fall into
 * fewer tiles. Cost: n P d fused multiply-adds for P pivots and about ln P distances in float64 per point.
 */
public final class PivotOrder {
    private static final int MOST_PIVOTS = 256;
    private static final int POINTS_PER_PIVOT = 256;
    private static final int LEAST_PIVOTS = 8;

    private final Points points;
    private final BlockJoin join;
    private final int threads;

    /** Orders points by a metric on some threads. */
    public PivotOrder(Points points, BlockJoin join, int threads) {
        this.points = points;
        this.join = join;
        this.threads = threads;
    }

    /** The ordinals of a range of points in their order, {@code int[to - from]}; as they are where they are few. */
    public int[] ordinals(int from, int to) {
        int pivots = Math.min(MOST_PIVOTS, (to - from) / POINTS_PER_PIVOT);
        if (pivots < LEAST_PIVOTS) {
            return IntStream.range(from, to).toArray();
        }
        int stride = (to - from) / pivots;
        Points chain = chain(points.rows(
                IntStream.range(0, pivots).map(p -> from + p * stride).toArray()));
        int[] cells = new int[to - from];
        BlockPairs assignment = new BlockPairs(threads);
        int rows = (to - from + 4 * threads - 1) / (4 * threads);
        for (int first = from; first < to; first += rows) {
            int start = first;
            int end = Math.min(to, first + rows);
            assignment.add(start, null, () -> assign(start, end, chain, cells, from));
        }
        assignment.run();
        return sorted(cells, pivots, from);
    }

    /** The pivots, each followed by the nearest left; their places as ids. */
    private static Points chain(Points pivots) {
        int size = pivots.size();
        int dimension = pivots.dimension();
        int[] chain = IntStream.range(0, size).toArray();
        for (int place = 1; place < size; place++) {
            int nearest = place;
            double least = Double.POSITIVE_INFINITY;
            for (int other = place; other < size; other++) {
                double square = SquaredDistance.between(
                        pivots.values(),
                        chain[place - 1] * dimension,
                        pivots.values(),
                        chain[other] * dimension,
                        dimension);
                if (square < least) {
                    least = square;
                    nearest = other;
                }
            }
            int moved = chain[place];
            chain[place] = chain[nearest];
            chain[nearest] = moved;
        }
        return pivots.rows(chain).block(0, size);
    }

    private void assign(int from, int to, Points pivots, int[] cells, int start) {
        NeighbourLists nearest = new NeighbourLists(to - from, 1);
        join.join(points.block(from, to), pivots, nearest, null);
        for (int row = 0; row < to - from; row++) {
            cells[from - start + row] = (int) nearest.id(row, 0);
        }
    }

    private static int[] sorted(int[] cells, int pivots, int from) {
        int[] next = new int[pivots + 1];
        for (int cell : cells) {
            next[cell + 1]++;
        }
        Arrays.parallelPrefix(next, Integer::sum);
        int[] ordinals = new int[cells.length];
        for (int row = 0; row < cells.length; row++) {
            ordinals[next[cells[row]]++] = from + row;
        }
        return ordinals;
    }
}
