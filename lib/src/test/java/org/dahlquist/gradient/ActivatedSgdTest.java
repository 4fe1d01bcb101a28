package org.dahlquist.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.dahlquist.training.ConstantRate;
import org.dahlquist.training.StepRate;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;

class ActivatedSgdTest {
    private static final double[] GRADIENTS = {0.5, -0.25, 0.125};
    private static final double MOMENTUM = 0.5;
    private static final double DECAY = 0.5;
    private static final double RATE = 0.5;

    /** By hand, p = 1: d = .5 + .5 = 1, buf = 1, p = .5; d = 0, buf = .5, p = .25; d = .25, buf = .5, p = 0. */
    @Test
    void plainSgdFollowsTheHandWorkedSteps() {
        assertThat(trajectory(new Identity(), new Identity())).containsExactly(0.5, 0.25, 0.0);
    }

    /** The same buffers while p stays on its own path: p = 1 - atan(1)/2, then by the recursion written out here. */
    @Test
    void activationOnTheMomentumKeepsTheBufferUnactivated() {
        double p1 = 1 - 0.5 * Math.atan(1.0);
        double buf2 = 0.5 * 1.0 + (-0.25 + 0.5 * p1);
        double p2 = p1 - 0.5 * Math.atan(buf2);
        double buf3 = 0.5 * buf2 + (0.125 + 0.5 * p2);
        double p3 = p2 - 0.5 * Math.atan(buf3);

        assertThat(trajectory(new Arctan(1, 1), new Identity()))
                .containsExactly(new double[] {p1, p2, p3}, within(1e-15));
    }

    /** Activate, then decay, then momentum: the decay is not activated. */
    @Test
    void activationOnTheGradientComesBeforeTheDecay() {
        double buf1 = Math.atan(0.5) + 0.5 * 1;
        double p1 = 1 - 0.5 * buf1;
        double buf2 = 0.5 * buf1 + Math.atan(-0.25) + 0.5 * p1;
        double p2 = p1 - 0.5 * buf2;
        double buf3 = 0.5 * buf2 + Math.atan(0.125) + 0.5 * p2;
        double p3 = p2 - 0.5 * buf3;

        assertThat(trajectory(new Identity(), new Arctan(1, 1)))
                .containsExactly(new double[] {p1, p2, p3}, within(1e-15));
    }

    @Test
    void theBufferHoldsNoLearningRate() {
        StepRate falling = new StepRate(1, List.of(2), 0.1);
        INDArray state = Nd4j.zeros(DataType.DOUBLE, 1);
        GradientUpdater<?> updater = new ActivatedSgd(falling, 0.9, new Identity()).instantiate(state, true);

        INDArray first = Nd4j.createFromArray(1.0);
        updater.applyUpdater(first, 0, 0);
        INDArray second = Nd4j.createFromArray(0.0);
        updater.applyUpdater(second, 1, 1);

        assertThat(first.getDouble(0)).isEqualTo(1.0);
        assertThat(second.getDouble(0)).isCloseTo(0.09, within(1e-15));
        assertThat(state.getDouble(0)).isCloseTo(0.9, within(1e-15));
    }

    @Test
    void weightDecayIsNotPartOfTheScore() {
        assertThat(new CoupledWeightDecay(0.5, new Identity()).score(Nd4j.ones(3), 0, 0))
                .isZero();
    }

    @Test
    void rangesAreChecked() {
        assertThatThrownBy(() -> new ActivatedSgd(new ConstantRate(1), 1, new Identity()))
                .hasMessageStartingWith("CONFIG: momentum")
                .hasMessageContaining("1.0");
        assertThatThrownBy(() -> new CoupledWeightDecay(-1, new Identity()))
                .hasMessageStartingWith("CONFIG: weight decay")
                .hasMessageContaining("-1.0");
    }

    private static double[] trajectory(GradientActivation onMomentum, GradientActivation onGradient) {
        INDArray parameter = Nd4j.createFromArray(1.0);
        INDArray state = Nd4j.createFromArray(Double.NaN);
        GradientUpdater<?> updater =
                new ActivatedSgd(new ConstantRate(RATE), MOMENTUM, onMomentum).instantiate(state, true);
        CoupledWeightDecay decay = new CoupledWeightDecay(DECAY, onGradient);
        double[] path = new double[GRADIENTS.length];
        for (int step = 0; step < path.length; step++) {
            INDArray gradient = Nd4j.createFromArray(GRADIENTS[step]);
            decay.apply(parameter, gradient, RATE, step, 0);
            updater.applyUpdater(gradient, step, 0);
            parameter.subi(gradient);
            path[step] = parameter.getDouble(0);
        }
        return path;
    }
}
