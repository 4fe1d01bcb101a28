package org.dahlquist.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScalingModelTest {
    private static final long SEED = 4;
    private static final TrainingCost STEP = TrainingCost.parameterAveraging(0.1, 1_000_000);

    @Test
    void anIdealNetworkLosesNothing() {
        ScalingModel ideal = new ScalingModel(STEP, new ClusterNetwork(Double.POSITIVE_INFINITY, 0, 0, 0));

        for (int workers : new int[] {1, 2, 16, 17, 1024}) {
            assertThat(ideal.efficiency(workers, 3, SEED)).isCloseTo(1, within(1e-12));
        }
    }

    /** 8 MB down, then 4 times 8 MB up to the driver at 80 MB/s: .1 + .1 + .4 s for a step of .1 s. */
    @Test
    void aSlowNetworkIsBoundByItsBandwidth() {
        ScalingModel slow = new ScalingModel(STEP, new ClusterNetwork(8e7, 0, 0, 0));

        assertThat(slow.roundSeconds(4, 1, SEED)).isCloseTo(0.6, within(1e-9));
        assertThat(slow.efficiency(4, 1, SEED)).isCloseTo(1 / 6.0, within(1e-9));
    }

    /** 64 workers in 8 groups of 8: .1 down, .1 step, 8 · .1 in the groups, 8 · .2 at the driver. */
    @Test
    void manyWorkersAreSummedInTwoLevels() {
        ScalingModel slow = new ScalingModel(STEP, new ClusterNetwork(8e7, 0, 0, 0));

        assertThat(slow.roundSeconds(64, 1, SEED)).isCloseTo(0.1 + 0.1 + 0.8 + 1.6, within(1e-9));
    }

    @Test
    void efficiencyFallsWithWorkersAndRisesWithFrequency() {
        ScalingModel model = new ScalingModel(STEP, ClusterNetwork.TEN_GIGABIT);

        double before = 1.01;
        for (int workers = 1; workers <= 1024; workers *= 4) {
            double now = model.efficiency(workers, 5, SEED);
            assertThat(now).as("%d workers", workers).isLessThan(before);
            assertThat(model.efficiency(workers, 50, SEED)).isGreaterThan(now);
            before = now;
        }
    }

    /** The slowest of n standard normal steps is about √(2 ln n) deviations late. */
    @Test
    void stragglersCostWhatExtremesOfTheNoiseDo() {
        ScalingModel noisy = new ScalingModel(STEP, new ClusterNetwork(Double.POSITIVE_INFINITY, 0, 0, 0.1));

        double late = noisy.roundSeconds(256, 1, SEED) / 0.1 - 1;

        assertThat(late).isBetween(0.2, 0.1 * Math.sqrt(2 * Math.log(256)) + 0.05);
    }

    @Test
    void theRecommendedFrequencyIsTheSmallestThatSuffices() {
        ScalingModel model = new ScalingModel(STEP, ClusterNetwork.TEN_GIGABIT);
        int frequency = model.frequencyFor(8, 0.9, SEED).orElseThrow();

        assertThat(model.efficiency(8, frequency, SEED)).isGreaterThanOrEqualTo(0.9);
        assertThat(frequency).isGreaterThan(1);
        assertThat(model.efficiency(8, frequency - 1, SEED)).isLessThan(0.92);
        assertThat(new ScalingModel(STEP, new ClusterNetwork(1, 0, 0, 0)).frequencyFor(8, 0.9, SEED))
                .isEmpty();
    }

    @Test
    void impossibleFiguresAreRefused() {
        assertThatThrownBy(() -> new TrainingCost(0, 1, 1)).hasMessageContaining("positive step time");
        assertThatThrownBy(() -> new ClusterNetwork(0, 0, 0, 0)).hasMessageContaining("positive bandwidth");
    }
}
