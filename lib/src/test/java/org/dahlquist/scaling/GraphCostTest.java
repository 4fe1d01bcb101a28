package org.dahlquist.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GraphCostTest {
    private static final long GIBIBYTE = 1L << 30;
    private static final KernelRate RATE = new KernelRate(100, 1, 100);
    private static final GraphCluster ONE = new GraphCluster(1, 1, 64 * GIBIBYTE, 1e9);

    /**
     * 1.8 · 10^9 pairs and 60,000 · 1,024 for limits, at 2 · 52 operations each, 10^11 a second, and 1 ns; 0.81 · 14 · (1 + ln
     * 58.59) distances a point at 100 + 0.15 · 50 ns.
     */
    @Test
    void coreSecondsFollowFromPairsAndRates() {
        GraphCost cost = GraphCost.of(40_000, 20_000, 50, 15, 10_000);

        assertThat(cost.pairs()).isEqualTo(0.5 * 60_000 * 60_000);
        double distances = 60_000 * 0.81 * 14 * (1 + 4.0706);
        assertThat(cost.distances()).isCloseTo(distances, within(100.0));
        assertThat(cost.coreSeconds(RATE)).isCloseTo((1.8 + 0.06144) * (1.04 + 1) + distances * 107.5e-9, within(1e-4));
        assertThat(cost.nearFirstCoreSeconds(RATE)).isLessThan(cost.coreSeconds(RATE));
    }

    @Test
    void aReusedGraphSavesThePairsOfLabelledPoints() {
        GraphCost whole = GraphCost.of(50_000, 10_000, 64, 15, 10_000);

        assertThat(whole.pairs() - whole.reusing().pairs()).isEqualTo(0.5 * 50_000 * 50_000);
        assertThat(whole.reusing().points()).isEqualTo(60_000);
        assertThat(whole.reusing().reusing()).isEqualTo(whole.reusing());
    }

    /** 2 blocks of 16,384 points with 2,048 features, ids and norms; 6 lists of 15 + 8 entries of 16 bytes; 16 MiB. */
    @Test
    void theMemoryOfATaskDependsOnTheBlockAndNotOnThePoints() {
        long expected = 2L * 16_384 * (4 * 2048 + 20) + 6L * 16_384 * 16 * 23 + (16 << 20);

        assertThat(GraphCost.of(1_280_000, 50_000, 2048, 15, 16_384).taskBytes())
                .isEqualTo(expected);
        assertThat(GraphCost.of(100_000_000, 1, 2048, 15, 16_384).taskBytes()).isEqualTo(expected);
    }

    @Test
    void anExecutorThatHoldsAllFeaturesReadsThemOnce() {
        GraphCost cost = GraphCost.of(1_000_000, 0, 512, 15, 16_384);
        GraphCluster roomy = new GraphCluster(4, 8, cost.wantedHeapBytes(8), 1e9);
        GraphCluster tight = new GraphCluster(4, 8, cost.leastHeapBytes(8), 1e9);

        assertThat(cost.bytesRead(roomy)).isCloseTo(1.25 * cost.featureBytes(), within(1e6));
        assertThat(cost.bytesRead(tight)).isGreaterThan(5 * cost.featureBytes());
    }

    @Test
    void twiceThePointsTakeFourTimesAsLongAndTwiceTheCoresHalf() {
        GraphCost small = GraphCost.of(500_000, 0, 512, 15, 16_384);
        GraphCost large = GraphCost.of(1_000_000, 0, 512, 15, 16_384);
        GraphCluster two = new GraphCluster(1, 2, 64 * GIBIBYTE, 1e9);

        assertThat(large.seconds(ONE, RATE) / small.seconds(ONE, RATE)).isCloseTo(4, within(0.1));
        assertThat(large.seconds(ONE, RATE) / large.seconds(two, RATE)).isCloseTo(2, within(0.1));
    }

    /** The same work on one executor with enough memory, with too little, and on two. */
    @Test
    void aSmallJoinThatFitsIntoOneExecutorSavesDistancesAndTasks() {
        GraphCost cost = GraphCost.of(50_000, 10_000, 64, 15, 16_384);
        double inMemory = cost.seconds(new GraphCluster(1, 2, GIBIBYTE, 1e12), RATE);

        assertThat(cost.seconds(new GraphCluster(1, 2, GIBIBYTE / 4, 1e12), RATE))
                .isGreaterThan(inMemory + (cost.coreSeconds(RATE) - cost.nearFirstCoreSeconds(RATE)) / 2);
        assertThat(cost.seconds(new GraphCluster(2, 1, GIBIBYTE, 1e12), RATE)).isGreaterThan(inMemory);
    }

    @Test
    void moreCoresThanTasksAreIdle() {
        GraphCost cost = GraphCost.of(60_000, 0, 64, 15, 6_000);

        assertThat(cost.seconds(new GraphCluster(100, 16, GIBIBYTE, 1e12), RATE))
                .isEqualTo(cost.seconds(new GraphCluster(4, 16, GIBIBYTE, 1e12), RATE), within(0.1));
    }

    @Test
    void interpolationOfFewUnlabelledPointsTakesNineIterations() {
        InterpolationCost test = new InterpolationCost(50_000, 10_000, 10, 15);

        assertThat(test.iterations()).isEqualTo(9);
        assertThat(new InterpolationCost(600, 59_400, 10, 15).iterations()).isEqualTo(29);
        assertThat(test.entries()).isCloseTo(10_000 * (1 + 1.4 * 14 / 6), within(1.0));
        assertThat(test.seconds(ONE)).isLessThan(0.1);
    }

    /** 13 + 3 blocks of 4,096 points, three of them on either side of a task. */
    @Test
    void fewPointsMakeOneRoundOfShortTasksAndManyMakeGrowingRounds() {
        GraphCost small = GraphCost.of(50_000, 10_000, 64, 15, 16_384);
        GraphCost large = GraphCost.of(100_000_000, 1_000_000, 512, 15, 65_536);

        assertThat(GraphGrain.of(60_000, 64, 16_384, GraphGrain.TASK_SECONDS)).isEqualTo(new GraphGrain(4096, 3));
        assertThat(small.tasks()).isBetween(11.0, 13.0);
        assertThat(small.rounds()).isEqualTo(1);
        assertThat(large.tasks()).isGreaterThan(1e6);
        assertThat(large.rounds()).isBetween(100, 200);
    }

    /** 4,096 and its multiples fill files; smaller blocks are powers of two. */
    @Test
    void wholeBlocksFillAFile() {
        assertThat(GraphGrain.of(100, 64, 16_384, 0).blockRows()).isEqualTo(4096);
        assertThat(GraphGrain.of(240_000, 64, 16_384, 0)).isEqualTo(new GraphGrain(16_384, 1));
        assertThat(GraphGrain.of(240_000, 64, 15_000, 0).blockRows()).isEqualTo(12_288);
        assertThat(GraphGrain.of(240_000, 64, 100, 0).blockRows()).isEqualTo(64);
        assertThat(GraphGrain.of(100, 64, 16, 1000).together()).isEqualTo(16);
    }

    @Test
    void nonsenseIsRefusedWithTheValues() {
        assertThatThrownBy(() -> GraphCost.of(0, 5, 64, 15, 100)).hasMessageContaining("0 labelled and 5 unlabelled");
        assertThatThrownBy(() -> new GraphCluster(0, 1, 1, 1)).hasMessageContaining("has 0, 1, 1 bytes");
        assertThatThrownBy(() -> new KernelRate(0, 1, 2)).hasMessageContaining("is 0.0, 1.0 and 2.0");
    }
}
