package org.dahlquist.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlockJoinTest {
    private static final ProductKernel SCALAR = KernelChoice.named("scalar");

    @ParameterizedTest
    @EnumSource(KernelChoice.class)
    void blocksInAnyOrderGiveTheListsOfBruteForce(KernelChoice choice) {
        ProductKernel kernel = KernelChoice.named(choice.label());
        for (long seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            int n = 2 + random.nextInt(seed % 10 == 0 ? 900 : 90);
            Points points = points(n, 1 + random.nextInt(40), random, seed % 2 == 0);
            int k = 1 + random.nextInt(20);

            assertThat(entries(joined(kernel, points, k, random)))
                    .as("seed %d, n %d, dimension %d, k %d", seed, n, points.dimension(), k)
                    .isEqualTo(bruteForce(points, k));
        }
    }

    @ParameterizedTest
    @EnumSource(KernelChoice.class)
    void tilesOfEveryKernelGiveTheSameLists(KernelChoice choice) {
        Random random = new Random(5);
        Points points = points(3000, 19, random, false);
        NeighbourLists expected = new NeighbourLists(3000, 14);
        new BlockJoin(SCALAR, Metric.L2).selfJoin(points, expected);
        NeighbourLists lists = new NeighbourLists(3000, 14);

        new BlockJoin(KernelChoice.named(choice.label()), Metric.L2).selfJoin(points, lists);

        assertThat(entries(lists)).isEqualTo(entries(expected));
    }

    @ParameterizedTest
    @EnumSource(KernelChoice.class)
    void boundsFromTheFirstColumnsLoseNoNeighbour(KernelChoice choice) {
        for (long seed = 0; seed < 3; seed++) {
            Random random = new Random(seed);
            Points points = points(1500 * (1 + (int) seed) + random.nextInt(90), 5, random, seed == 1);
            NeighbourLists lists = new NeighbourLists(points.size(), 14);
            NeighbourLists ofQueries = new NeighbourLists(60, 14);

            BlockJoin join = new BlockJoin(KernelChoice.named(choice.label()), Metric.L2);
            join.selfJoin(points, lists);
            join.join(points(60, 5, random, seed == 1), points, ofQueries, null);

            assertThat(entries(lists)).as("seed %d", seed).isEqualTo(bruteForce(points, 14));
            assertThat(ofQueries.size(59)).as("seed %d", seed).isEqualTo(14);
        }
    }

    @ParameterizedTest
    @EnumSource(KernelChoice.class)
    void pointsFarApartAlongFewDirectionsAreSkippedWithoutLosingANeighbour(KernelChoice choice) {
        BlockJoin join = new BlockJoin(KernelChoice.named(choice.label()), Metric.L2);
        for (long seed = 0; seed < 4; seed++) {
            double offset = seed == 3 ? 100 : 0;
            Points points = seed == 2
                    ? clusters(2500, 40, new Random(seed))
                    : ProjectionTest.nearSubspace(2500, 40, 3 + (int) seed, offset, seed);
            Points left = points.block(0, 1211);
            Points right = points.block(1211, 2500);
            NeighbourLists ofLeft = new NeighbourLists(left.size(), 11);
            NeighbourLists ofRight = new NeighbourLists(right.size(), 11);
            NeighbourLists ofLeftAlone = new NeighbourLists(left.size(), 11);
            NeighbourLists whole = new NeighbourLists(points.size(), 11);

            join.selfJoin(left, ofLeft);
            join.join(right, left, ofRight, ofLeft);
            join.selfJoin(right, ofRight);
            join.join(left, points.block(1211, 2500), ofLeftAlone, null);
            join.selfJoin(left, ofLeftAlone);
            join.of(points).selfJoin(points, whole);

            List<String> expected = bruteForce(points, 11);
            assertThat(entries(whole)).as("seed %d", seed).isEqualTo(expected);
            assertThat(entries(ofLeft)).as("seed %d", seed).isEqualTo(expected.subList(0, 11 * 1211));
            assertThat(entries(ofLeftAlone)).as("seed %d", seed).isEqualTo(expected.subList(0, 11 * 1211));
            assertThat(entries(ofRight)).as("seed %d", seed).isEqualTo(shifted(expected));
        }
    }

    /** The lists of rows from 1211 on, by their place in the block. */
    private static List<String> shifted(List<String> entries) {
        return entries.subList(11 * 1211, entries.size()).stream()
                .map(entry -> Integer.parseInt(entry.substring(0, entry.indexOf(':')))
                        - 1211
                        + entry.substring(entry.indexOf(':')))
                .toList();
    }

    /** Whole numbers about a few centres, with many distances and points alike. */
    private static Points clusters(int n, int dimension, Random random) {
        float[] values = new float[n * dimension];
        for (int row = 0; row < n; row++) {
            int centre = random.nextInt(7);
            for (int component = 0; component < dimension; component++) {
                values[row * dimension + component] =
                        (component % 7 == centre ? 12 : 0) + (component < 4 ? random.nextInt(3) : 0);
            }
        }
        return new Points(LongStream.range(0, n).toArray(), values, dimension);
    }

    @ParameterizedTest
    @EnumSource(KernelChoice.class)
    void oneSidedJoinLeavesTheOtherBlockOut(KernelChoice choice) {
        Random random = new Random(6);
        Points points = points(700, 33, random, false);
        Points queries = points.block(0, 41);
        Points others = points.block(41, 700);
        NeighbourLists expected = new NeighbourLists(41, 5);
        for (int row = 0; row < 41; row++) {
            for (int other = 0; other < others.size(); other++) {
                expected.offer(row, others.id(other), squaredDistance(queries, row, others, other));
            }
        }
        NeighbourLists lists = new NeighbourLists(41, 5);

        new BlockJoin(KernelChoice.named(choice.label()), Metric.L2).join(queries, others, lists, null);

        assertThat(entries(lists)).isEqualTo(entries(expected));
    }

    @ParameterizedTest
    @EnumSource(KernelChoice.class)
    void nearDuplicatesFarFromTheOriginAreToldApart(KernelChoice choice) {
        Random random = new Random(7);
        float[] values = new float[300 * 12];
        for (int index = 0; index < values.length; index++) {
            values[index] = 1000 + random.nextInt(64) / 1024f;
        }
        Points points = new Points(LongStream.range(0, 300).toArray(), values, 12);

        assertThat(entries(joined(KernelChoice.named(choice.label()), points, 9, random)))
                .isEqualTo(bruteForce(points, 9));
    }

    @ParameterizedTest
    @EnumSource(KernelChoice.class)
    void joiningTheSameBlocksTwiceChangesNothing(KernelChoice choice) {
        Points points = points(200, 4, new Random(8), true);
        BlockJoin join = new BlockJoin(KernelChoice.named(choice.label()), Metric.L2);
        NeighbourLists lists = new NeighbourLists(200, 6);
        join.selfJoin(points, lists);
        List<String> once = entries(lists);

        join.selfJoin(points, lists);

        assertThat(entries(lists)).isEqualTo(once);
    }

    @Test
    void cosineRanksByTheAngle() {
        Points points = new Points(new long[] {1, 2, 3, 4}, new float[] {1, 0, 5, 5, 0, 2, -1, 0}, 2);
        NeighbourLists lists = new NeighbourLists(4, 3);

        new BlockJoin(SCALAR, Metric.COSINE).selfJoin(points, lists);

        assertThat(List.of(lists.id(0, 0), lists.id(0, 1), lists.id(0, 2))).containsExactly(2L, 3L, 4L);
        assertThat(lists.squaredDistance(0, 0) / 2)
                .isCloseTo(1 - Math.sqrt(0.5), org.assertj.core.data.Offset.offset(1e-6));
        assertThat(lists.squaredDistance(0, 2)).isEqualTo(4);
    }

    @Test
    void pointsWithoutDirectionAreRefusedWithTheirId() {
        assertThatThrownBy(() -> Metric.COSINE.points(new Points(new long[] {4, 9}, new float[] {1, 1, 0, 0}, 2)))
                .hasMessageStartingWith("DATA: sample 9 has only zeros");
    }

    @Test
    void blocksThatDoNotFitAreRefused() {
        BlockJoin join = new BlockJoin(SCALAR, Metric.L2);
        Points points = points(5, 3, new Random(1), false);

        assertThatThrownBy(() -> join.selfJoin(points, new NeighbourLists(4, 2)))
                .hasMessageStartingWith("DATA: a block of 5 points has 4 lists");
        assertThatThrownBy(() -> join.join(
                        points, points(5, 4, new Random(1), false), new NeighbourLists(5, 2), new NeighbourLists(5, 2)))
                .hasMessageStartingWith("DATA: points of 3 features cannot be joined with points of 4");
    }

    @Test
    void kernelsAreChosenByName() {
        assertThat(KernelChoice.named("scalar").name()).isEqualTo("scalar");
        assertThat(ProductKernel.fastest().name()).startsWith("vector");
        assertThatThrownBy(() -> KernelChoice.named("gpu"))
                .hasMessage("CONFIG: dahlquist.knn.kernel is gpu; the kernels are [vector, blas, scalar]");
    }

    /** Joins blocks of random sizes, in random order and with either one on the left. */
    private static NeighbourLists joined(ProductKernel kernel, Points points, int k, Random random) {
        BlockJoin join = new BlockJoin(kernel, Metric.L2);
        List<Integer> cuts = new ArrayList<>(List.of(0, points.size()));
        for (int cut = 0; cut < 2; cut++) {
            cuts.add(random.nextInt(points.size() + 1));
        }
        Collections.sort(cuts);
        List<Points> blocks = new ArrayList<>();
        List<NeighbourLists> lists = new ArrayList<>();
        for (int block = 0; block < 3; block++) {
            blocks.add(points.block(cuts.get(block), cuts.get(block + 1)));
            lists.add(new NeighbourLists(blocks.get(block).size(), k));
        }
        List<int[]> pairs = new ArrayList<>(List.of(
                new int[] {0, 0}, new int[] {1, 1}, new int[] {2, 2}, new int[] {0, 1}, new int[] {2, 0}, new int[] {
                    1, 2
                }));
        Collections.shuffle(pairs, random);
        for (int[] pair : pairs) {
            if (pair[0] == pair[1]) {
                join.selfJoin(blocks.get(pair[0]), lists.get(pair[0]));
            } else {
                join.join(blocks.get(pair[0]), blocks.get(pair[1]), lists.get(pair[0]), lists.get(pair[1]));
            }
        }
        NeighbourLists whole = new NeighbourLists(points.size(), k);
        for (int block = 0; block < 3; block++) {
            for (int row = 0; row < lists.get(block).rows(); row++) {
                for (int position = 0; position < lists.get(block).size(row); position++) {
                    whole.offer(
                            cuts.get(block) + row,
                            lists.get(block).id(row, position),
                            lists.get(block).squaredDistance(row, position));
                }
            }
        }
        return whole;
    }

    private static List<String> bruteForce(Points points, int k) {
        NeighbourLists lists = new NeighbourLists(points.size(), k);
        for (int row = 0; row < points.size(); row++) {
            for (int other = 0; other < points.size(); other++) {
                if (other != row) {
                    lists.offer(row, other, squaredDistance(points, row, points, other));
                }
            }
        }
        return entries(lists);
    }

    private static double squaredDistance(Points left, int row, Points right, int other) {
        int d = left.dimension();
        return SquaredDistance.between(left.values(), row * d, right.values(), other * d, d);
    }

    /** Every entry as row, id and the bits of its distance. */
    private static List<String> entries(NeighbourLists lists) {
        List<String> entries = new ArrayList<>();
        for (int row = 0; row < lists.rows(); row++) {
            for (int position = 0; position < lists.size(row); position++) {
                entries.add(row + ": " + lists.id(row, position) + " " + lists.squaredDistance(row, position));
            }
        }
        return entries;
    }

    private static Points points(int n, int dimension, Random random, boolean grid) {
        float[] values = new float[n * dimension];
        for (int index = 0; index < values.length; index++) {
            values[index] = grid ? random.nextInt(3) : (float) random.nextGaussian();
        }
        return new Points(LongStream.range(0, n).toArray(), values, dimension);
    }
}
