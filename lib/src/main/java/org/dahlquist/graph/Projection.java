package org.dahlquist.graph;

import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Products with a few directions along which points vary most. What is far apart there is far apart: ‖V (x - y)‖ ≤ ‖V‖ ‖x -
 * y‖.
 *
 * <p>The directions, orthonormal but for rounding, come from two steps of subspace iteration on the covariance of a
 * sample (Halko, Martinsson and Tropp, "Finding structure with randomness", SIAM Review 53, 2011, algorithm 4.4), begun
 * with points of it. They change what a join skips, never what it finds. Cost: 6 s m d fused multiply-adds for m
 * directions from s points.
 */
final class Projection {
    private static final int SAMPLE = 1024;
    private static final int LEAST_DIMENSION = 32;
    private static final int MOST_DIRECTIONS = 256;
    private static final int STEPS = 2;

    /** Share of the variance that the directions hold, so that a far pair stays nearly as far. */
    private static final double EXPLAINED = 0.9;

    /** Share below which they are not worth a try. */
    private static final double LEAST_EXPLAINED = 0.6;

    private static final double FLOAT_ROUNDING = 0x1p-24;

    private final int dimension;
    private final int size;
    private final float[] directions;
    private final double stretch;
    private final double rounding;
    private final double underflow;

    /** From orthonormal directions, {@code double[size][dimension]}. */
    private Projection(double[][] orthonormal) {
        size = orthonormal.length;
        dimension = orthonormal[0].length;
        directions = new float[size * dimension];
        for (int index = 0; index < directions.length; index++) {
            directions[index] = (float) orthonormal[index / dimension][index % dimension];
        }
        stretch = stretch();
        rounding = 1.01 * stretch * (dimension + 4) * FLOAT_ROUNDING * Math.sqrt(size);
        underflow = Math.sqrt(size) * dimension * Float.MIN_NORMAL;
    }

    /** ‖V‖ at most: the square root of 1 + ‖V Vᵀ - I‖ in the Frobenius norm. */
    private double stretch() {
        double deviation = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double product = i == j ? -1 : 0;
                for (int component = 0; component < dimension; component++) {
                    product = Math.fma(
                            (double) directions[i * dimension + component],
                            directions[j * dimension + component],
                            product);
                }
                deviation += (i == j ? 1 : 2) * product * product;
            }
        }
        return Math.sqrt(1 + Math.sqrt(deviation)) * (1 + 1e-12);
    }

    /** Between an eighth and a quarter of the dimension; empty where no so few directions tell points apart. */
    static Optional<Projection> of(Points points, Metric metric) {
        int dimension = points.dimension();
        int most = Math.min(MOST_DIRECTIONS, dimension / 4);
        int rows = Math.min(SAMPLE, points.size());
        if (dimension < LEAST_DIMENSION || rows < most) {
            return Optional.empty();
        }
        int stride = points.size() / rows;
        Points sample = metric.points(
                points.rows(IntStream.range(0, rows).map(row -> row * stride).toArray()));
        PrincipalDirections.Leading leading = new PrincipalDirections(sample).leading(most, STEPS);
        return leading.explained(most) < LEAST_EXPLAINED
                ? Optional.empty()
                : Optional.of(new Projection(leading.first(leading.count(EXPLAINED, dimension / 8))));
    }

    /** Features of a point. */
    int dimension() {
        return dimension;
    }

    /** Number of directions. */
    int size() {
        return size;
    }

    /** The directions, {@code float[size][dimension]}; not a copy. */
    float[] directions() {
        return directions;
    }

    /**
     * The squared distance of two projected points at most, each product rounded in float32.
     *
     * <p>A product's error is (d + 4) u ‖v‖ ‖x‖ at most, as in {@link HalfSquares}, and ‖y‖ ≤ ‖x‖ + ‖x - y‖.
     *
     * @param square ‖x - y‖² at most
     * @param origin ‖x‖²
     */
    double square(double square, double origin) {
        double distance = Math.sqrt(square);
        double error = rounding * (2 * Math.sqrt(origin) + distance) + 2 * underflow;
        double projected = stretch * distance + error;
        return projected * projected;
    }
}
