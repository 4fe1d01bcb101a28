package org.dahlquist.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

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

    /** ZeroSNet's CIFAR-10 schedule: epochs 1-79 at .1, 80-119 at .01, 120-159 at .001. */
    @Test
    void stepsFallAtTheStartOfTheMilestone() {
        StepRate step = new StepRate(0.1, List.of(80, 120), 0.1);

        assertThat(step.valueAt(0, 79 - 1)).isEqualTo(0.1);
        assertThat(step.valueAt(0, 80 - 1)).isCloseTo(0.01, within(1e-16));
        assertThat(step.valueAt(0, 119 - 1)).isCloseTo(0.01, within(1e-16));
        assertThat(step.valueAt(0, 120 - 1)).isCloseTo(0.001, within(1e-16));
    }

    @Test
    void constantStays() {
        assertThat(new ConstantRate(0.3).valueAt(1000, 1000)).isEqualTo(0.3);
    }

    @Test
    void cosineNeedsAnEpoch() {
        assertThatThrownBy(() -> new CosineRate(0.1, 0)).hasMessageContaining("train.epochs");
    }
}
