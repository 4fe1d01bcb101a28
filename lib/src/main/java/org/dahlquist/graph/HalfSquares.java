package org.dahlquist.graph;

import java.util.Arrays;

/**
 * Half squared distances of a block's points in float32: from the origin, and the largest one from another point at which
 * the pair is looked at in float64.
 *
 * <p>A row whose k-th neighbour has the squared distance L asks for ‖x‖²/2 + ‖y‖²/2 - x·y of at most L/2 + e. Here e
 * bounds the rounding error of that sum in float32, whatever the order of summation and with or without fused
 * multiply-add: (d + 4) u (‖x‖² + ‖y‖²) with u = 2^-24 (Higham, "Accuracy and Stability of Numerical Algorithms", 2nd
 * edition, section 3.1; 1 % is added for the terms of order u², d being below 10^5), where a neighbour has ‖y‖² ≤ (‖x‖ +
 * √L)² ≤ 2 (‖x‖² + L). So no pair that belongs to the result is overlooked.
 */
final class HalfSquares {
    /** Rows are padded to a multiple of this, by up to twice as many rows that are far from everything. */
    static final int PADDING = 64;

    /** Largest sum of two squared norms that stays clear of overflow in float32 and of the sentinels below. */
    private static final double LARGEST_SQUARES = 1e36;

    /** Half square of a row that isn't there. */
    static final float PADDED_ORIGIN = 3e38f;

    private static final float EVERYTHING = 1e38f;
    private static final float NOTHING = -1e38f;
    private static final double FLOAT_ROUNDING = 0x1p-24;

    private final float[] origins;
    private final float[] limits;
    private final double[] squares;
    private final double rounding;
    private final double underflow;
    private double largest;

    /**
     * Norms of vectors, {@code float[size][dimension]}; the limits are those of rows that need no neighbours.
     *
     * @param order the vector of each row, {@code int[size]}; null if they are in order
     */
    HalfSquares(float[] vectors, int dimension, int[] order) {
        int size = vectors.length / dimension;
        origins = new float[(size / PADDING + 2) * PADDING];
        limits = new float[origins.length];
        squares = new double[size];
        rounding = 1.01 * (dimension + 4) * FLOAT_ROUNDING;
        underflow = (double) dimension * Float.MIN_NORMAL;
        for (int row = 0; row < size; row++) {
            double square =
                    SquaredDistance.fromOrigin(vectors, (order == null ? row : order[row]) * dimension, dimension);
            origins[row] = (float) (square / 2);
            squares[row] = square;
            largest = Math.max(largest, square);
        }
        Arrays.fill(origins, size, origins.length, PADDED_ORIGIN);
        Arrays.fill(limits, NOTHING);
    }

    /** Whether products with the points of the other block stay finite. */
    boolean isFiniteWith(HalfSquares other) {
        return largest + other.largest < LARGEST_SQUARES;
    }

    /** Number of points, without the padding. */
    int size() {
        return squares.length;
    }

    /** Lets every pair of a row count. */
    void open(int row) {
        limits[row] = EVERYTHING;
    }

    /** Lowers a row's limit. */
    void lower(int row, float limit) {
        limits[row] = Math.min(limits[row], limit);
    }

    /** Lowers a row's limit to the squared distance of its list's last entry. */
    void limit(int row, double square, HalfSquares other) {
        double farthest = Math.min(other.largest, 2 * (squares[row] + square));
        double error = rounding * (squares[row] + farthest) + underflow;
        lower(row, Math.nextUp((float) (square / 2 + error)));
    }

    /** ‖x‖² of a row. */
    double square(int row) {
        return squares[row];
    }

    /** The squared distance at most of a row from a point of the other block, by its half square in float32. */
    double square(int row, float halfSquare, HalfSquares other) {
        return 2 * (halfSquare + rounding * (squares[row] + other.largest) + underflow);
    }

    /** ‖x‖²/2 by row, {@code float[rows, padded]}; not a copy. */
    float[] origins() {
        return origins;
    }

    /** The largest half squared distance that counts, by row, {@code float[rows, padded]}; not a copy. */
    float[] limits() {
        return limits;
    }
}
