package org.dahlquist.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlockOrdersTest {
    private static final int SIZE = 4500;
    private static final int LEFT = 2100;
    private static final int K = 9;

    private final Points points = clusters(new Random(1));

    @Test
    void pointsInNoOrderArePutInOneOnceAndThoseInOneStay() {
        BlockJoin join = new BlockJoin(KernelChoice.named("scalar"), Metric.L2);
        BlockOrders orders = new BlockOrders();

        int[] order = orders.of(points, join);

        assertThat(Arrays.stream(order).sorted())
                .containsExactlyElementsOf(IntStream.range(0, SIZE).boxed().toList());
        assertThat(orders.of(points, join)).isSameAs(order);
        assertThat(orders.of(points.inOrder(order), join)).isNull();
    }

    @ParameterizedTest
    @EnumSource(KernelChoice.class)
    void blocksInNoOrderKeepTheirListsAndTies(KernelChoice choice) {
        for (Metric metric : Metric.values()) {
            NeighbourLists expected = new NeighbourLists(SIZE, K);
            new BlockJoin(KernelChoice.named("scalar"), metric).selfJoin(points, expected);
            BlockJoin join = new BlockJoin(KernelChoice.named(choice.label()), metric);
            Points left = points.block(0, LEFT);
            Points right = points.block(LEFT, SIZE);
            NeighbourLists ofLeft = new NeighbourLists(LEFT, K);
            NeighbourLists ofRight = new NeighbourLists(SIZE - LEFT, K);

            join.selfJoin(left, ofLeft);
            join.join(right, left, ofRight, ofLeft);
            join.selfJoin(right, ofRight);

            assertSame(ofLeft, expected, 0, metric);
            assertSame(ofRight, expected, LEFT, metric);
        }
    }

    private static void assertSame(NeighbourLists lists, NeighbourLists expected, int from, Metric metric) {
        for (int row = 0; row < lists.rows(); row++) {
            for (int position = 0; position < K; position++) {
                assertThat(lists.id(row, position))
                        .as("%s, row %d, neighbour %d", metric, from + row, position)
                        .isEqualTo(expected.id(from + row, position));
                assertThat(lists.squaredDistance(row, position))
                        .isEqualTo(expected.squaredDistance(from + row, position));
            }
        }
    }

    /** About a few centres, every fourth point twice, with small whole numbers that make distances alike. */
    private static Points clusters(Random random) {
        int dimension = 40;
        float[] values = new float[SIZE * dimension];
        for (int row = 0; row < SIZE; row++) {
            int centre = random.nextInt(7);
            for (int component = 0; component < dimension; component++) {
                values[row * dimension + component] =
                        1 + (component % 7 == centre ? 9 : 0) + (component < 6 ? random.nextInt(4) : 0);
            }
            if (row % 4 == 3) {
                System.arraycopy(values, (row - 3) * dimension, values, row * dimension, dimension);
            }
        }
        return new Points(LongStream.range(0, SIZE).toArray(), values, dimension);
    }
}
