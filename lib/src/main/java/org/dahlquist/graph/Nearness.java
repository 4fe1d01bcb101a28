package org.dahlquist.graph;

import java.util.Arrays;

/**
 * How near a block's points are to the origin, and how near another point has to be in float32 to be looked at in float64.
 *
 * <p>A row with limit L (the squared distance of its k-th neighbour) asks for a nearness of at least -L/2 - e. Here e
 * bounds the rounding error of x·y - ‖x‖²/2 - ‖y‖²/2 in float32, whatever the order of summation and with or without
 * fused multiply-add: (d + 4) u (‖x‖² + ‖y‖²) with u = 2^-24 (Higham, "Accuracy and Stability of Numerical Algorithms",
 * 2nd edition, section 3.1; 1 % is added for the terms of order u², d being below 10^5), where a neighbour has ‖y‖² ≤
 * (‖x‖ + √L)² ≤ 2 (‖x‖² + L). So no pair that belongs to the result is overlooked.
 */
final class Nearness {
    /** Rows are padded to a multiple of this, by up to twice as many rows that are near to nothing. */
    static final int PADDING = 64;

    /** Largest sum of two squared norms that stays clear of overflow in float32 and of the sentinels below. */
    private static final double LARGEST_SQUARES = 1e36;

    private static final float EVERYTHING = -1e38f;
    private static final float NOTHING = 1e38f;
    private static final float PADDED_ORIGIN = -3e38f;
    private static final double FLOAT_ROUNDING = 0x1p-24;

    private final float[] origins;
    private final float[] bounds;
    private final double[] squares;
    private final double rounding;
    private final double underflow;
    private double largest;

    /** Norms of some points; the bounds are those of rows that need no neighbours. */
    Nearness(Points points) {
        int dimension = points.dimension();
        int size = points.size();
        origins = new float[(size / PADDING + 2) * PADDING];
        bounds = new float[origins.length];
        squares = new double[size];
        rounding = 1.01 * (dimension + 4) * FLOAT_ROUNDING;
        underflow = (double) dimension * Float.MIN_NORMAL;
        for (int row = 0; row < size; row++) {
            double square = SquaredDistance.fromOrigin(points.values(), row * dimension, dimension);
            origins[row] = (float) (-square / 2);
            squares[row] = square;
            largest = Math.max(largest, square);
        }
        Arrays.fill(origins, size, origins.length, PADDED_ORIGIN);
        Arrays.fill(bounds, NOTHING);
    }

    /** Whether products with the points of the other block stay finite. */
    boolean isFiniteWith(Nearness other) {
        return largest + other.largest < LARGEST_SQUARES;
    }

    /** Sets a row's bound by the limit of its list. */
    void limit(int row, double limit, Nearness other) {
        if (limit == Double.POSITIVE_INFINITY) {
            bounds[row] = EVERYTHING;
            return;
        }
        double farthest = Math.min(other.largest, 2 * (squares[row] + limit));
        double error = rounding * (squares[row] + farthest) + underflow;
        bounds[row] = Math.max(EVERYTHING, Math.nextDown((float) (-limit / 2 - error)));
    }

    /** -‖x‖²/2, the nearness to the origin, by row, {@code float[rows, padded]}; not a copy. */
    float[] origins() {
        return origins;
    }

    /** The least nearness that counts, by row, {@code float[rows, padded]}; not a copy. */
    float[] bounds() {
        return bounds;
    }
}
