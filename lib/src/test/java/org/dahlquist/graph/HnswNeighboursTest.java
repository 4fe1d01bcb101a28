package org.dahlquist.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HnswNeighboursTest {
    private static final int N = 3000;
    private static final Points POINTS = points(11);

    @Test
    void mostNeighboursAreFoundAndTheAuditCountsThem() {
        NearestNeighbours found =
                new HnswNeighbours(POINTS, Metric.L2, HnswNeighbours.Settings.DEFAULT, 2).selfJoin(0, N, 15);
        NearestNeighbours exact = new ExactNeighbours(POINTS).selfJoin(0, N, 15);
        long hits = IntStream.range(0, N)
                .mapToLong(row -> IntStream.range(1, 15)
                        .filter(entry -> IntStream.range(1, 15)
                                .anyMatch(other ->
                                        exact.ordinals()[row * 15 + other] == found.ordinals()[row * 15 + entry]))
                        .count())
                .sum();

        RecallAudit audit = RecallAudit.of(POINTS, Metric.L2, found, N, 1, 2);

        assertThat(audit.recall()).as("audit").isGreaterThan(0.97).isLessThanOrEqualTo(1);
        assertThat(audit.recall()).isCloseTo(hits / (14.0 * N), org.assertj.core.data.Offset.offset(1e-9));
    }

    @Test
    void rowsStartWithThePointItselfAndAscend() {
        NearestNeighbours found =
                new HnswNeighbours(POINTS, Metric.COSINE, HnswNeighbours.Settings.DEFAULT, 1).selfJoin(100, 200, 8);

        for (int row = 0; row < 100; row++) {
            assertThat(found.ordinals()[row * 8]).isEqualTo(100 + row);
            for (int entry = 1; entry < 8; entry++) {
                assertThat(found.distances()[row * 8 + entry])
                        .isGreaterThanOrEqualTo(found.distances()[row * 8 + entry - 1]);
            }
        }
    }

    @Test
    void queriesFindTheirOwnPoint() {
        Points queries = POINTS.block(40, 50);

        NearestNeighbours found =
                new HnswNeighbours(POINTS, Metric.L2, HnswNeighbours.Settings.DEFAULT, 1).join(queries, 0, 10, 1);

        assertThat(found.ordinals()).containsExactly(40, 41, 42, 43, 44, 45, 46, 47, 48, 49);
    }

    @Test
    void exactGraphPassesTheAudit() {
        NearestNeighbours exact = new ExactNeighbours(POINTS).selfJoin(0, N, 15);

        assertThat(RecallAudit.of(POINTS, Metric.L2, exact, RecallAudit.ROWS, 3, 1))
                .isEqualTo(new RecallAudit(1000, 15, 1, 1));
    }

    @Test
    void spoiledGraphFailsTheAudit() {
        NearestNeighbours exact = new ExactNeighbours(POINTS).selfJoin(0, N, 15);
        int[] spoiled = exact.ordinals().clone();
        for (int row = 0; row < N; row++) {
            spoiled[row * 15 + 7] = (row + 1500) % N;
            spoiled[row * 15 + 8] = spoiled[row * 15 + 9];
        }

        RecallAudit audit = RecallAudit.of(
                POINTS, Metric.L2, new NearestNeighbours(15, spoiled, exact.distances()), RecallAudit.ROWS, 3, 1);

        assertThat(audit.recall()).isBetween(11.9 / 14, 12.1 / 14);
    }

    @Test
    void graphsOfOtherPointsAreRefused() {
        NearestNeighbours graph = new NearestNeighbours(2, new int[] {0, 1}, new double[2]);

        assertThatThrownBy(() -> RecallAudit.of(POINTS, Metric.L2, graph, 10, 1, 1))
                .hasMessageStartingWith("DATA: a graph of 1 rows and k 2 cannot be audited on 3000 points");
    }

    private static Points points(long seed) {
        Random random = new Random(seed);
        float[] values = new float[N * 16];
        for (int index = 0; index < values.length; index++) {
            values[index] = (float) random.nextGaussian();
        }
        return new Points(LongStream.range(0, N).toArray(), values, 16);
    }
}
