package org.dahlquist.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ExactNeighboursTest {
    @Test
    void selfJoinEqualsBruteForceWithDuplicatesAndTies() {
        for (long seed = 0; seed < 200; seed++) {
            Points points = randomPoints(seed);
            int k = 1 + new Random(seed + 1000).nextInt(Math.min(20, points.size() - 1));

            NearestNeighbours found = new ExactNeighbours(points).selfJoin(0, points.size(), k);

            for (int row = 0; row < points.size(); row++) {
                int[] expected = bruteForce(points, points, row, row, k);
                assertThat(Arrays.copyOfRange(found.ordinals(), row * k, (row + 1) * k))
                        .as("seed %d, n %d, k %d, row %d", seed, points.size(), k, row)
                        .containsExactly(expected);
            }
        }
    }

    @Test
    void pointsPutInAnOrderOfNearOnesKeepTheirTies() {
        Random random = new Random(12);
        float[] values = new float[4500 * 3];
        for (int index = 0; index < values.length; index++) {
            values[index] = random.nextInt(9);
        }
        Points points = new Points(ids(4500), values, 3);
        BlockJoin join = new BlockJoin(ProductKernel.fastest(), Metric.L2);

        NearestNeighbours found = new ExactNeighbours(points, 4500, join, 2).selfJoin(100, 4400, 12);

        for (int row = 100; row < 4400; row += 43) {
            assertThat(Arrays.copyOfRange(found.ordinals(), (row - 100) * 12, (row - 99) * 12))
                    .as("row %d", row)
                    .containsExactly(bruteForce(points, points, row, row, 12));
        }
    }

    @Test
    void joinEqualsBruteForce() {
        for (long seed = 0; seed < 100; seed++) {
            Points points = randomPoints(seed);
            Points queries =
                    new Points(ids(5), values(5 * points.dimension(), seed, new Random(~seed)), points.dimension());
            int k = Math.min(points.size(), 7);

            NearestNeighbours found = new ExactNeighbours(points).join(queries, 0, 5, k);

            for (int row = 0; row < 5; row++) {
                assertThat(Arrays.copyOfRange(found.ordinals(), row * k, (row + 1) * k))
                        .as("seed %d, row %d", seed, row)
                        .containsExactly(bruteForce(queries, points, row, -1, k));
            }
        }
    }

    @Test
    void nearDuplicatesFarFromTheOriginAreRankedExactly() {
        Random random = new Random(11);
        float[] values = new float[400 * 3];
        for (int index = 0; index < values.length; index++) {
            values[index] = 1000 + random.nextInt(64) / 1024f;
        }
        Points points = new Points(ids(400), values, 3);

        NearestNeighbours found = new ExactNeighbours(points).selfJoin(0, 400, 10);

        for (int row = 0; row < 400; row++) {
            assertThat(Arrays.copyOfRange(found.ordinals(), row * 10, row * 10 + 10))
                    .as("row %d", row)
                    .containsExactly(bruteForce(points, points, row, row, 10));
        }
    }

    @Test
    void featuresWhoseSquaresOverflowAreRankedExactly() {
        Points points = new Points(ids(4), new float[] {1e30f, 3e30f, 3.5e30f, -2e30f}, 1);

        assertThat(new ExactNeighbours(points).selfJoin(0, 4, 3).ordinals())
                .containsExactly(0, 1, 2, 1, 2, 0, 2, 1, 0, 3, 0, 1);
    }

    @Test
    void thePointItselfComesFirstAlsoAmongItsDuplicates() {
        Points points = new Points(ids(4), new float[] {5, 5, 5, 9}, 1);

        NearestNeighbours found = new ExactNeighbours(points).selfJoin(0, 4, 3);

        assertThat(found.ordinals()).containsExactly(0, 1, 2, 1, 0, 2, 2, 0, 1, 3, 0, 1);
        assertThat(found.distances()).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 4);
    }

    @Test
    void resultDoesNotDependOnTheSplitOfTheRows() {
        Random random = new Random(2);
        Points points = new Points(ids(1500), values(1500 * 9, 3, random), 9);
        ExactNeighbours search = new ExactNeighbours(points);
        NearestNeighbours whole = search.selfJoin(0, 1500, 15);

        NearestNeighbours part = search.selfJoin(700, 1203, 15);

        assertThat(part.ordinals()).containsExactly(Arrays.copyOfRange(whole.ordinals(), 700 * 15, 1203 * 15));
        assertThat(part.distances()).containsExactly(Arrays.copyOfRange(whole.distances(), 700 * 15, 1203 * 15));
    }

    @Test
    void kNotBelowTheNumberOfPointsIsRefused() {
        ExactNeighbours search = new ExactNeighbours(new Points(ids(3), new float[3], 1));

        assertThatThrownBy(() -> search.selfJoin(0, 3, 3))
                .hasMessage(
                        "CONFIG: k is 3, but the graph has 3 points; k counts the point itself and must be from 1 to 2");
        assertThatThrownBy(() -> search.join(new Points(ids(1), new float[1], 1), 0, 1, 4))
                .hasMessageStartingWith("CONFIG: k is 4, but there are 3 points to choose from");
    }

    @Test
    void featuresThatAreNotFiniteAreRefusedWithTheSampleId() {
        assertThatThrownBy(() -> new Points(new long[] {3, 8}, new float[] {1, 2, 3, Float.NaN}, 2))
                .hasMessageStartingWith("DATA: feature 1 of sample 8 is NaN");
        assertThatThrownBy(() -> new Points(new long[] {3, 8}, new float[] {Float.NEGATIVE_INFINITY, 2, 3, 4}, 2))
                .hasMessageStartingWith("DATA: feature 0 of sample 3 is -Infinity");
    }

    @Test
    void idsThatDoNotAscendAreRefused() {
        assertThatThrownBy(() -> new Points(new long[] {3, 3}, new float[2], 1))
                .hasMessageStartingWith("DATA: sample id 3 follows 3");
    }

    @Test
    void queriesOfAnotherDimensionAreRefused() {
        assertThatThrownBy(() -> new ExactNeighbours(new Points(ids(3), new float[3], 1))
                        .join(new Points(ids(1), new float[2], 2), 0, 1, 1))
                .hasMessageStartingWith("DATA: the queries have 2 features and the points 1");
    }

    /** 2 to 700 points, so that up to two tiles are used; every second set lies on a coarse grid, full of ties. */
    private static Points randomPoints(long seed) {
        Random random = new Random(seed);
        int n = seed % 20 == 0 ? 700 : 2 + random.nextInt(80);
        int dimension = 1 + random.nextInt(9);
        return new Points(ids(n), values(n * dimension, seed, random), dimension);
    }

    private static float[] values(int count, long seed, Random random) {
        float[] values = new float[count];
        for (int index = 0; index < count; index++) {
            values[index] = seed % 2 == 0 ? random.nextInt(3) : (float) random.nextGaussian();
        }
        return values;
    }

    private static long[] ids(int n) {
        return LongStream.range(0, n).toArray();
    }

    private static int[] bruteForce(Points queries, Points points, int row, int self, int k) {
        return IntStream.range(0, points.size())
                .boxed()
                .sorted(Comparator.comparing((Integer other) -> other == self ? 0 : 1)
                        .thenComparing(other -> squaredDistance(queries, row, points, other))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(k)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double squaredDistance(Points queries, int row, Points points, int other) {
        double sum = 0;
        for (int component = 0; component < points.dimension(); component++) {
            double difference = (double) queries.values()[row * points.dimension() + component]
                    - points.values()[other * points.dimension() + component];
            sum += difference * difference;
        }
        return sum;
    }
}
