package org.dahlquist.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.dahlquist.run.TestRun;
import org.dahlquist.run.TrainConfig;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.IUpdater;

class ScheduleTest {
    @Test
    void cosineFollowsItsClosedForm() {
        CosineRate cosine = new CosineRate(0.1, 20);

        for (int epoch = 0; epoch < 20; epoch++) {
            double expected = 0.1 * (1 + Math.cos(Math.PI * epoch / 20)) / 2;
            assertThat(cosine.valueAt(7, epoch)).isCloseTo(expected, within(1e-16));
        }
        assertThat(cosine.valueAt(0, 0)).isEqualTo(0.1);
        assertThat(cosine.valueAt(0, 10)).isCloseTo(0.05, within(1e-16));
        assertThat(cosine.valueAt(0, 20)).isZero();
        assertThat(cosine.valueAt(0, 25)).isZero();
    }

    @Test
    void cosineEndsAtItsMinimum() {
        CosineRate cosine = new CosineRate(0.1, 20, 0.02);

        assertThat(cosine.valueAt(0, 0)).isCloseTo(0.1, within(1e-16));
        assertThat(cosine.valueAt(0, 10)).isCloseTo(0.06, within(1e-16));
        assertThat(cosine.valueAt(0, 20)).isEqualTo(0.02);
    }

    /** ZeroSNet's CIFAR-10 schedule: epochs 1-79 at .1, 80-119 at .01, 120-159 at .001. */
    @Test
    void stepsFallAtTheStartOfTheMilestone() {
        StepRate step = new StepRate(0.1, List.of(80, 120), 0.1);

        assertThat(step.valueAt(0, 79 - 1)).isEqualTo(0.1);
        assertThat(step.valueAt(0, 80 - 1)).isCloseTo(0.01, within(1e-16));
        assertThat(step.valueAt(0, 119 - 1)).isCloseTo(0.01, within(1e-16));
        assertThat(step.valueAt(0, 120 - 1)).isCloseTo(0.001, within(1e-16));
    }

    /** tanh(−6) = −.9999877117, tanh(−1.5) = −.9051482536, tanh(0) = 0, tanh(3) = .9950547537; times .1/2. */
    @Test
    void hyperbolicTangentDecayFollowsItsClosedForm() {
        HyperbolicTangentRate htd = new HyperbolicTangentRate(0.1, 90, 0, -6, 3);

        assertThat(htd.valueAt(0, 0)).isCloseTo(0.0999993856, within(1e-10));
        assertThat(htd.valueAt(0, 45)).isCloseTo(0.0952574127, within(1e-10));
        assertThat(htd.valueAt(0, 60)).isCloseTo(0.05, within(1e-16));
        assertThat(htd.valueAt(0, 90)).isCloseTo(0.0002472623, within(1e-10));
        assertThat(new HyperbolicTangentRate(0.1, 90, 0.02, -6, 3).valueAt(0, 60))
                .isCloseTo(0.06, within(1e-16));
    }

    @Test
    void constantStays() {
        assertThat(new ConstantRate(0.3).valueAt(1000, 1000)).isEqualTo(0.3);
    }

    /** Two epochs of four steps: eighths of the rate; then the curve from its start, a quarter of an epoch each step. */
    @Test
    void theWarmUpRisesStepByStepAndTheCurveFollows() {
        WarmUpRate rate = new WarmUpRate(new CosineRate(0.8, 10), 2, 4);

        for (int step = 0; step < 8; step++) {
            assertThat(rate.valueAt(step, step / 4)).isCloseTo(0.1 * (step + 1), within(1e-15));
        }
        assertThat(rate.valueAt(8, 2)).isEqualTo(0.8);
        assertThat(rate.valueAt(29, 7)).isCloseTo(0.4 * (1 + Math.cos(Math.PI * 5.25 / 10)), within(1e-15));
        // steps beyond the epoch count as its last
        assertThat(rate.valueAt(33, 7)).isEqualTo(rate.valueAt(31, 7));
    }

    @Test
    void theWarmUpByEpochsIgnoresSteps() {
        WarmUpRate rate = new WarmUpRate(new ConstantRate(0.3), 3, 1);

        assertThat(rate.valueAt(77, 0)).isCloseTo(0.1, within(1e-16));
        assertThat(rate.valueAt(78, 1)).isCloseTo(0.2, within(1e-16));
        assertThat(rate.valueAt(79, 2)).isCloseTo(0.3, within(1e-16));
        assertThat(rate.valueAt(80, 50)).isEqualTo(0.3);
    }

    /** ImageNet's recipe at a small scale: 150 epochs, five of them rising, then a cosine over 145, step by step. */
    @Test
    void settingsDescribeTheSchedule() {
        IUpdater updater = updater(
                10,
                "train.epochs=150",
                "train.learning-rate=0.2",
                "train.schedule.every=step",
                "train.schedule.warm-up-epochs=5");

        assertThat(updater.getLearningRate(0, 0)).isCloseTo(0.2 / 50, within(1e-16));
        assertThat(updater.getLearningRate(49, 4)).isCloseTo(0.2, within(1e-16));
        assertThat(updater.getLearningRate(50, 5)).isEqualTo(0.2);
        assertThat(updater.getLearningRate(775, 77)).isCloseTo(0.1, within(1e-15));
        assertThat(updater.getLearningRate(1499, 149))
                .isCloseTo(0.1 * (1 + Math.cos(Math.PI * 144.9 / 145)), within(1e-15));
    }

    @Test
    void milestonesStayWhereTheyAreAfterAWarmUp() {
        IUpdater updater = updater(
                1,
                "train.epochs=160",
                "train.schedule.kind=step",
                "train.schedule.milestones=[80, 120]",
                "train.schedule.warm-up-epochs=4");

        assertThat(updater.getLearningRate(0, 0)).isCloseTo(0.025, within(1e-16));
        assertThat(updater.getLearningRate(0, 79 - 1)).isEqualTo(0.1);
        assertThat(updater.getLearningRate(0, 80 - 1)).isCloseTo(0.01, within(1e-16));
        assertThat(updater.getLearningRate(0, 120 - 1)).isCloseTo(0.001, within(1e-16));
    }

    @Test
    void aScheduleByStepsNeedsTheirNumber() {
        TrainConfig config = TestRun.with("train.schedule.every=step").train();
        assertThatThrownBy(() -> Optimiser.of(config)).hasMessageContaining("number of steps");
    }

    @Test
    void curvesNeedAnEpoch() {
        assertThatThrownBy(() -> new CosineRate(0.1, 0)).hasMessageContaining("train.epochs");
        assertThatThrownBy(() -> new HyperbolicTangentRate(0.1, 0, 0, -6, 3)).hasMessageContaining("train.epochs");
        assertThatThrownBy(() -> new WarmUpRate(new ConstantRate(1), 1, 0)).hasMessageContaining("at least 1 step");
    }

    private static IUpdater updater(int stepsPerEpoch, String... changes) {
        return Optimiser.of(TestRun.with(changes).train(), stepsPerEpoch).updater();
    }
}
