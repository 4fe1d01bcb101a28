package org.dahlquist.graph;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.stream.IntStream;

/**
 * Orders of blocks in which near points lie together, as they come from files in any order. In such an order groups of
 * rows have like limits and lie on one side of a panel, so that most of them can be told to be far from it.
 *
 * <p>An order is found once for a block and forgotten with it. Cost: that of {@link PivotOrder}; memory 4 n bytes.
 * Thread-safe.
 */
final class BlockOrders {
    private static final int PAIRS = 256;

    /** Mean squared distance of points that follow each other, over that of any, in a block that has an order. */
    private static final double NEAR = 0.8;

    private static final int[] AS_THEY_ARE = {};

    private final Map<Points, int[]> orders = Collections.synchronizedMap(new WeakHashMap<>());

    /** The block's rows in order, {@code int[size]}; null if they are in one as they are. */
    int[] of(Points block, BlockJoin join) {
        int[] order = orders.get(block);
        if (order == null) {
            order = isOrdered(block) ? AS_THEY_ARE : new PivotOrder(block, join, 1).ordinals(0, block.size());
            orders.put(block, order);
        }
        return order == AS_THEY_ARE ? null : order;
    }

    private static boolean isOrdered(Points block) {
        return squares(block, 1) < NEAR * squares(block, block.size() / 2);
    }

    /** Σ ‖x - y‖² over some pairs that lie so many rows apart. */
    private static double squares(Points block, int apart) {
        int dimension = block.dimension();
        int size = block.size();
        return IntStream.range(0, PAIRS)
                .map(pair -> (int) ((long) pair * size / PAIRS))
                .mapToDouble(row -> SquaredDistance.between(
                        block.values(), row * dimension, block.values(), (row + apart) % size * dimension, dimension))
                .sum();
    }
}
