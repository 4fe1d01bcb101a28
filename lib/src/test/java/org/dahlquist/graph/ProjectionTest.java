package org.dahlquist.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectionTest {
    @ParameterizedTest
    @ValueSource(strings = {"vector", "scalar"})
    void directionsOfPointsNearAPlaneHoldTheirDistances(String kernel) {
        Points points = nearSubspace(2000, 64, 6, 0, 3);

        Projection projection = Projection.of(points, Metric.L2).orElseThrow();

        assertThat(projection.size()).isBetween(6, 16);
        float[] projected = project(kernel, points, projection);
        for (int row = 1; row < points.size(); row++) {
            double whole = squaredDistance(points.values(), 64, row);
            assertThat(squaredDistance(projected, projection.size(), row))
                    .isBetween(0.9 * whole, projection.square(whole, square(points, row)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "vector, 1, 0",
        "vector, 1000, 0",
        "vector, 1e-12, 0",
        "vector, 1e12, 0",
        "vector, 1, 1000",
        "scalar, 1, 0",
        "scalar, 1e-12, 0",
        "scalar, 1, 1000"
    })
    void noPairIsFartherApartThanTheBoundSays(String kernel, double scale, double offset) {
        for (long seed = 0; seed < 5; seed++) {
            Points plain = nearSubspace(600, 48, 5, offset, seed);
            float[] values = plain.values().clone();
            for (int index = 0; index < values.length; index++) {
                values[index] = (float) (scale * values[index]);
            }
            Points points = new Points(LongStream.range(0, 600).toArray(), values, 48);
            Projection projection = Projection.of(points, Metric.L2).orElseThrow();
            float[] projected = project(kernel, points, projection);
            for (int row = 1; row < points.size(); row++) {
                assertThat(squaredDistance(projected, projection.size(), row))
                        .as("seed %d, row %d", seed, row)
                        .isLessThanOrEqualTo(projection.square(squaredDistance(values, 48, row), square(points, row)));
            }
        }
    }

    @Test
    void pointsWithoutSuchDirectionsHaveNone() {
        Random random = new Random(2);
        float[] values = new float[2000 * 64];
        for (int index = 0; index < values.length; index++) {
            values[index] = (float) random.nextGaussian();
        }
        long[] ids = LongStream.range(0, 2000).toArray();

        assertThat(Projection.of(new Points(ids, values, 64), Metric.L2)).isEmpty();
        assertThat(Projection.of(new Points(ids, new float[2000 * 64], 64), Metric.L2))
                .isEmpty();
        assertThat(Projection.of(nearSubspace(2000, 16, 2, 0, 1), Metric.L2)).isEmpty();
    }

    @Test
    void pointsInAPlaneHaveNoMoreDirectionsThanIt() {
        Random random = new Random(4);
        float[] values = new float[500 * 40];
        for (int row = 0; row < 500; row++) {
            values[row * 40 + 3] = random.nextInt(9);
            values[row * 40 + 7] = random.nextInt(9);
        }

        assertThat(Projection.of(new Points(LongStream.range(0, 500).toArray(), values, 40), Metric.L2))
                .hasValueSatisfying(projection -> assertThat(projection.size()).isEqualTo(2));
    }

    private static float[] project(String kernel, Points points, Projection projection) {
        try (ProductTile tile = KernelChoice.named(kernel).tile(points.dimension())) {
            return tile.project(new JoinSide(points, null), projection);
        }
    }

    /** From the vector of the row before. */
    private static double squaredDistance(float[] vectors, int dimension, int row) {
        return SquaredDistance.between(vectors, (row - 1) * dimension, vectors, row * dimension, dimension);
    }

    private static double square(Points points, int row) {
        return SquaredDistance.fromOrigin(points.values(), row * points.dimension(), points.dimension());
    }

    /** Gaussian points in a random subspace, about a point on the diagonal, with a little noise. */
    static Points nearSubspace(int n, int dimension, int rank, double offset, long seed) {
        Random random = new Random(seed);
        double[] basis = random.doubles((long) rank * dimension, -1, 1).toArray();
        float[] values = new float[n * dimension];
        for (int row = 0; row < n; row++) {
            for (int direction = 0; direction < rank; direction++) {
                double place = random.nextGaussian();
                for (int component = 0; component < dimension; component++) {
                    values[row * dimension + component] += (float) (place * basis[direction * dimension + component]);
                }
            }
            for (int component = 0; component < dimension; component++) {
                values[row * dimension + component] += (float) (offset + 0.01 * random.nextGaussian());
            }
        }
        return new Points(LongStream.range(0, n).toArray(), values, dimension);
    }
}
