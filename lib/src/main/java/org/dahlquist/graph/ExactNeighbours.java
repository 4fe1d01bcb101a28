package org.dahlquist.graph;

import org.dahlquist.DahlquistException;

/**
 * Exact k nearest neighbours in Euclidean distance by a blocked matrix product.
 *
 * <p>d(x, y)² = ‖x‖² + ‖y‖² - 2 x·y is computed in float32 for a tile of points at a time and ranks k + 8 candidates
 * per row; their distances are then recomputed by subtraction in float64 and decide, ties by the smaller ordinal. A
 * row whose k-th exact distance isn't below everything that was left out, by more than the rounding error bound of the
 * float32 expression (n u (‖y‖² + 2 ‖x‖ ‖y‖), Higham, "Accuracy and Stability of Numerical Algorithms", 2nd edition,
 * section 3.1), is searched again in float64. So the result equals brute force in float64, and depends on neither
 * tiles nor the split of the rows into calls.
 *
 * <p>Cost: O(rows · n · d) time, about 50 Gflop/s on one core with AVX2; tile memory 2 KiB · d. Thread-safe.
 */
public final class ExactNeighbours {
    private static final int EXTRA_CANDIDATES = 8;
    private static final double FLOAT_ROUNDING = 0x1p-24;

    private final Points points;
    private final int size;
    private final double largestNorm;

    /** Searches among all {@code points}. */
    public ExactNeighbours(Points points) {
        this(points, points.size());
    }

    /** Searches among the first {@code size} of the {@code points} only. */
    public ExactNeighbours(Points points, int size) {
        this.points = points;
        this.size = size;
        double largest = 0;
        for (float squared : points.squaredNorms()) {
            largest = Math.max(largest, Math.sqrt(squared));
        }
        largestNorm = largest;
    }

    /**
     * Neighbours of some of the points among all points. The point itself counts: it is the first entry, with distance
     * 0, also where duplicates have smaller ordinals; k - 1 other points follow.
     *
     * @param from first row, an ordinal
     * @param to one after the last row
     * @param k entries per row, from 1 to n - 1
     * @throws DahlquistException CONFIG if k isn't below the number of points
     */
    public NearestNeighbours selfJoin(int from, int to, int k) {
        if (k < 1 || k >= size) {
            throw DahlquistException.config(
                    "k is %d, but the graph has %d points; k counts the point itself and must be from 1 to %d",
                    k, size, size - 1);
        }
        return search(points, from, to, new Plan(k, true));
    }

    /**
     * Neighbours of some queries among all points.
     *
     * @param queries the rows' points, of the same dimension
     * @param from first row, an ordinal of {@code queries}
     * @param to one after the last row
     * @param k entries per row, from 1 to n
     * @throws DahlquistException CONFIG if k is above the number of points, DATA if the dimensions differ
     */
    public NearestNeighbours join(Points queries, int from, int to, int k) {
        if (k < 1 || k > size) {
            throw DahlquistException.config(
                    "k is %d, but there are %d points to choose from; k must be from 1 to %d", k, size, size);
        }
        if (queries.dimension() != points.dimension()) {
            throw DahlquistException.data(
                    "the queries have %d features and the points %d; both must come from one model",
                    queries.dimension(), points.dimension());
        }
        return search(queries, from, to, new Plan(k, false));
    }

    private record Plan(int k, boolean self) {
        /** Entries that have to be searched for. */
        int wanted() {
            return self ? k - 1 : k;
        }

        int skipped(int row) {
            return self ? row : -1;
        }
    }

    private NearestNeighbours search(Points queries, int from, int to, Plan plan) {
        NearestList[] candidates = candidates(queries, from, to, plan);
        NearestList exact = new NearestList(Math.max(1, plan.wanted()));
        int[] ordinals = new int[(to - from) * plan.k()];
        double[] distances = new double[ordinals.length];
        for (int row = from; row < to; row++) {
            int slot = (row - from) * plan.k();
            if (plan.self()) {
                ordinals[slot++] = row;
            }
            if (plan.wanted() > 0) {
                refine(queries, row, candidates[row - from], exact);
                if (!isCertain(queries, row, plan, candidates[row - from], exact)) {
                    searchAll(queries, row, plan.skipped(row), exact);
                }
            }
            for (int entry = 0; entry < plan.wanted(); entry++) {
                ordinals[slot + entry] = exact.ordinal(entry);
                distances[slot + entry] = Math.sqrt(exact.key(entry));
            }
        }
        return new NearestNeighbours(plan.k(), ordinals, distances);
    }

    /** Nearest points of each row by ‖y‖² - 2 x·y in float32. */
    private NearestList[] candidates(Points queries, int from, int to, Plan plan) {
        NearestList[] lists = new NearestList[to - from];
        for (int row = 0; row < lists.length; row++) {
            lists[row] = new NearestList(plan.wanted() + EXTRA_CANDIDATES);
        }
        ProductTile tile = new ProductTile(points.dimension());
        for (int first = 0; first < size; first += ProductTile.WIDTH) {
            tile.load(points, first, size);
            for (int row = from; row < to; row++) {
                float[] products = tile.multiply(queries.values(), row * queries.dimension());
                toKeys(products, tile.width(), points.squaredNorms(), first);
                select(products, tile.width(), first, plan.skipped(row), lists[row - from]);
            }
        }
        return lists;
    }

    private static void toKeys(float[] products, int width, float[] squaredNorms, int first) {
        for (int column = 0; column < width; column++) {
            products[column] = squaredNorms[first + column] - 2 * products[column];
        }
    }

    private static void select(float[] keys, int width, int first, int skipped, NearestList list) {
        float limit = (float) list.limit();
        for (int column = 0; column < width; column++) {
            if (keys[column] < limit && first + column != skipped) {
                list.offer(first + column, keys[column]);
                limit = (float) list.limit();
            }
        }
    }

    private void refine(Points queries, int row, NearestList candidates, NearestList exact) {
        exact.clear();
        for (int entry = 0; entry < candidates.size(); entry++) {
            int ordinal = candidates.ordinal(entry);
            exact.offer(ordinal, squaredDistance(queries, row, ordinal, Double.POSITIVE_INFINITY));
        }
    }

    /**
     * Whether no point left out can belong to the row. One that does has ‖y‖ ≤ ‖x‖ + d_k, which bounds the rounding
     * error of its float32 key.
     */
    private boolean isCertain(Points queries, int row, Plan plan, NearestList candidates, NearestList exact) {
        if (!exact.isFull()) {
            return false;
        }
        if (!candidates.isFull()) {
            return candidates.size() == size - (plan.self() ? 1 : 0);
        }
        double norm = 0;
        int offset = row * queries.dimension();
        for (int component = 0; component < queries.dimension(); component++) {
            double value = queries.values()[offset + component];
            norm += value * value;
        }
        double length = Math.sqrt(norm);
        double other = Math.min(largestNorm * 1.001, length + Math.sqrt(exact.limit()));
        double error = 1.01 * (queries.dimension() + 3) * FLOAT_ROUNDING * (other * other + 2 * length * other)
                + Float.MIN_NORMAL;
        return exact.limit() < candidates.limit() + norm - error;
    }

    private void searchAll(Points queries, int row, int skipped, NearestList exact) {
        exact.clear();
        for (int ordinal = 0; ordinal < size; ordinal++) {
            if (ordinal != skipped) {
                double limit = exact.limit();
                double distance = squaredDistance(queries, row, ordinal, limit);
                if (distance < limit) {
                    exact.offer(ordinal, distance);
                }
            }
        }
    }

    /** Σ (x - y)² in float64, or some value not below {@code limit} as soon as the sum reaches it. */
    private double squaredDistance(Points queries, int row, int ordinal, double limit) {
        float[] left = queries.values();
        float[] right = points.values();
        int from = row * queries.dimension();
        int shift = ordinal * points.dimension() - from;
        int end = from + queries.dimension();
        double sum = 0;
        for (int start = from; start < end && sum < limit; start += 16) {
            int stop = Math.min(end, start + 16);
            for (int index = start; index < stop; index++) {
                double difference = (double) left[index] - right[index + shift];
                sum += difference * difference;
            }
        }
        return sum;
    }
}
