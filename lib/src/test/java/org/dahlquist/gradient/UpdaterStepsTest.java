package org.dahlquist.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.dahlquist.loss.Deformation;
import org.dahlquist.training.Compute;
import org.dahlquist.training.ConstantRate;
import org.dahlquist.training.LocalTrainer;
import org.dahlquist.training.Optimiser;
import org.dahlquist.training.SmallNetwork;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Three steps of every updater on parameters that all are 1 at first, with the gradients .5, −.25 and .125, worked out by
 * hand; through the fused pass in float32 and through DL4J's updater in float64.
 */
class UpdaterStepsTest {
    private static final ConstantRate RATE = new ConstantRate(0.5);
    private static final double[] GRADIENTS = {0.5, -0.25, 0.125};
    private static final Identity NONE = new Identity();

    /** The two ways to update. */
    enum Way {
        FUSED(DataType.FLOAT, 1e-6),
        LAYERWISE(DataType.DOUBLE, 1e-12);

        private final DataType type;
        private final double tolerance;

        Way(DataType type, double tolerance) {
            this.type = type;
            this.tolerance = tolerance;
        }
    }

    /**
     * Momentum .5, decay .5: d = .5 + .5·1 = 1, buf = 1, p = 1 − .5·1 = .5; d = −.25 + .5·.5 = 0, buf = .5, p = .25;
     * d = .125 + .5·.25 = .25, buf = .25 + .25 = .5, p = 0.
     */
    @ParameterizedTest
    @EnumSource
    void sgd(Way way) {
        check(way, new ActivatedSgd(RATE, 0.5, NONE), new CoupledWeightDecay(0.5, NONE), 0.5, 0.25, 0);
    }

    /**
     * d = 1, buf = 1, step 1 + .5·1 = 1.5, p = 1 − .75 = .25; d = −.25 + .125 = −.125, buf = .5 − .125 = .375, step
     * −.125 + .1875 = .0625, p = .21875; d = .125 + .109375 = .234375, buf = .1875 + .234375 = .421875, step .234375 +
     * .2109375 = .4453125, p = .21875 − .22265625 = −.00390625.
     */
    @ParameterizedTest
    @EnumSource
    void nesterov(Way way) {
        check(
                way,
                new ActivatedSgd(RATE, 0.5, true, NONE),
                new CoupledWeightDecay(0.5, NONE),
                0.25,
                0.21875,
                -0.00390625);
    }

    /**
     * No momentum, no decay, (.1, 20): atan(10) = 1.4711276743, p = 1 − .05·1.4711276743 = .9264436163; atan(−5) =
     * −1.3734007669, p = .9951136546; atan(2.5) = 1.1902899497, p = .9355991571. On momentum 0 the place is all one.
     */
    @ParameterizedTest
    @EnumSource
    void arctan(Way way) {
        Arctan arctan = new Arctan(0.1, 20);
        double[] path = {0.9264436163, 0.9951136546, 0.9355991571};
        check(way, new ActivatedSgd(RATE, 0, NONE), new CoupledWeightDecay(0, arctan), path);
        check(way, new ActivatedSgd(RATE, 0, arctan), new CoupledWeightDecay(0, NONE), path);
    }

    /**
     * On the momentum, .5, without decay: buf = .5, 0, .125, so p = 1 − .5·.3·tanh(2.25) = 1 − .15·.9780261147 =
     * .8532960828, the same, and .8532960828 − .15·tanh(.5625) = .8532960828 − .15·.5098299737 = .7768215867.
     */
    @ParameterizedTest
    @EnumSource
    void hyperbolicTangentOnTheMomentum(Way way) {
        check(
                way,
                new ActivatedSgd(RATE, 0.5, new HyperbolicTangent(0.3, 4.5)),
                new CoupledWeightDecay(0, NONE),
                0.8532960828,
                0.8532960828,
                0.7768215867);
    }

    /**
     * The same buffers: p = 1 − .15·log(1 + 2.25) = 1 − .15·1.1786549963 = .8232017506, the same, and .8232017506 −
     * .15·log(1.5625) = .8232017506 − .15·.4462871026 = .7562586852.
     */
    @ParameterizedTest
    @EnumSource
    void logarithmOnTheMomentum(Way way) {
        check(
                way,
                new ActivatedSgd(RATE, 0.5, new SignedLogarithm(0.3, 4.5)),
                new CoupledWeightDecay(0, NONE),
                0.8232017506,
                0.8232017506,
                0.7562586852);
    }

    /**
     * All elements are equal, so each is its tensor's largest: with shrink 2 and gamma 3, alpha = |d|/π, beta = 3π/|d| and
     * act(d) = d · atan(3π)/π = .4663521634 d. buf = 1, p = 1 − .2331760817 = .7668239183; d = −.25 + .3834119592 =
     * .1334119592, buf = .6334119592, p = .6191273996; d = .125 + .3095636998 = .4345636998, buf = .7512696794, p =
     * .4439492795.
     */
    @ParameterizedTest
    @EnumSource
    void adaptiveOnTheMomentum(Way way) {
        check(
                way,
                new ActivatedSgd(RATE, 0.5, new AdaptiveArctan(2, 3)),
                new CoupledWeightDecay(0.5, NONE),
                0.7668239183,
                0.6191273996,
                0.4439492795);
    }

    /** The bias has a gradient a hundred times larger, which changes nothing for the weights: p = 1 − .5·.5·.4663521634. */
    @ParameterizedTest
    @EnumSource
    void theAdaptiveFunctionFollowsEachTensor(Way way) {
        AdaptiveArctan adaptive = new AdaptiveArctan(2, 3);
        for (boolean onMomentum : new boolean[] {true, false}) {
            ComputationGraph network = network(
                    way,
                    new ActivatedSgd(RATE, 0, onMomentum ? adaptive : NONE),
                    new CoupledWeightDecay(0, onMomentum ? NONE : adaptive));
            INDArray gradient = network.getFlattenedGradients().assign(0.5);
            for (long i = gradient.length() - 3; i < gradient.length(); i++) {
                gradient.putScalar(i, 50);
            }
            new LocalTrainer(network).update(1, 1, 0, 0);
            assertThat(network.getParam("output_W").getDouble(0)).isCloseTo(0.8834119592, within(1e-7));
            assertThat(network.getParam("output_b").getDouble(0)).isCloseTo(-10.6588040850, within(2e-6));
        }
    }

    /**
     * β₁ = .5, β₂ = .75, ε = .1, no decay. m = .25, 0, .0625; v = .0625, .0625, .05078125; lr·√(1 − β₂ᵗ)/(1 − β₁ᵗ) = .5,
     * .4409585518, .4344830379 (√.25/.5, √.4375/.75, √.578125/.875, each times .5). Steps: .5·.25/(.25 + .1) =
     * .3571428571; 0; .4344830379·.0625/(.2253469547 + .1) = .0834653267. So p = .6428571429, the same, .5593918162.
     */
    @ParameterizedTest
    @EnumSource
    void adam(Way way) {
        check(way, adamUpdater(), new CoupledWeightDecay(0, NONE), 0.6428571429, 0.6428571429, 0.5593918162);
    }

    /** Activate, then L2, then the moments: the first step sees d = atan(.5)·1 + .5·1, the second from there. */
    @ParameterizedTest
    @EnumSource
    void adamWithTheArctangentBeforeTheDecay(Way way) {
        double d1 = Math.atan(0.5) + 0.5;
        double p1 = 1 - 0.5 * (0.5 * d1) / (Math.sqrt(0.25 * d1 * d1) + 0.1);
        double d2 = Math.atan(-0.25) + 0.5 * p1;
        double m2 = 0.25 * d1 + 0.5 * d2;
        double v2 = 0.75 * 0.25 * d1 * d1 + 0.25 * d2 * d2;
        double p2 = p1 - 0.5 * Math.sqrt(0.4375) / 0.75 * m2 / (Math.sqrt(v2) + 0.1);
        double d3 = Math.atan(0.125) + 0.5 * p2;
        double m3 = 0.5 * m2 + 0.5 * d3;
        double v3 = 0.75 * v2 + 0.25 * d3 * d3;
        double p3 = p2 - 0.5 * Math.sqrt(0.578125) / 0.875 * m3 / (Math.sqrt(v3) + 0.1);
        check(way, adamUpdater(), new CoupledWeightDecay(0.5, new Arctan(1, 1)), p1, p2, p3);
    }

    /** At .2: .5 → .2, −.25 → −.2, .125 stays: p = .9, 1, .9375. */
    @ParameterizedTest
    @EnumSource
    void clippingByValue(Way way) {
        check(way, new ActivatedSgd(RATE, 0, NONE), new CoupledWeightDecay(0, new Clip(0.2)), 0.9, 1, 0.9375);
    }

    /**
     * n equal elements g have the norm √n·|g|. At the limit .25·√n the first gradient is halved and the others stay: p =
     * 1 − .125 = .875, 1, .9375.
     */
    @ParameterizedTest
    @EnumSource
    void clippingByNorm(Way way) {
        ComputationGraph network = network(way, new ActivatedSgd(RATE, 0, NONE), new CoupledWeightDecay(0, NONE));
        long trained =
                network.params().length() - 2 * network.getParam("norm_mean").length();
        NormClipping clipping = new NormClipping(0.25 * Math.sqrt(trained));
        assertThat(path(network, clipping)).containsExactly(new double[] {0.875, 1, 0.9375}, within(way.tolerance));
    }

    /** Of the decay .5 alone, p = 1 − .5·.5 = .75 and so on by 3/4; vectors stay at 1. */
    @ParameterizedTest
    @EnumSource
    void vectorsAreSparedTheDecay(Way way) {
        ComputationGraph network =
                network(way, new ActivatedSgd(RATE, 0, NONE), new CoupledWeightDecay(0.5, NONE, true));
        LocalTrainer trainer = new LocalTrainer(network);
        for (int step = 0; step < 3; step++) {
            network.getFlattenedGradients().assign(0);
            trainer.update(1, 1, 0, step);
        }
        for (String matrix : List.of("convolution_W", "features_W", "output_W")) {
            assertThat(network.getParam(matrix).getDouble(0)).as(matrix).isCloseTo(0.421875, within(way.tolerance));
        }
        for (String vector : List.of("convolution_b", "norm_gamma", "norm_beta", "features_b", "output_b")) {
            assertThat(network.getParam(vector).getDouble(0)).as(vector).isEqualTo(1);
        }
    }

    /** Without the marks the largest magnitude of a whole block would count. */
    @Test
    void theAdaptiveFunctionRefusesBlocksWithoutBoundaries() {
        INDArray state = Nd4j.zeros(DataType.DOUBLE, 2);
        GradientUpdater<?> updater = new ActivatedSgd(RATE, 0, new AdaptiveArctan(2, 3)).instantiate(state, true);
        assertThatThrownBy(() -> updater.applyUpdater(Nd4j.createFromArray(1.0, 2.0), 0, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("TensorBoundaries");
    }

    private static Adam adamUpdater() {
        Adam adam = new Adam(RATE);
        adam.setBeta1(0.5);
        adam.setBeta2(0.75);
        adam.setEpsilon(0.1);
        return adam;
    }

    private static void check(Way way, IUpdater updater, CoupledWeightDecay decay, double... expected) {
        assertThat(path(network(way, updater, decay), NormClipping.NONE))
                .containsExactly(expected, within(Math.max(way.tolerance, 1e-9)));
    }

    private static ComputationGraph network(Way way, IUpdater updater, CoupledWeightDecay decay) {
        Optimiser optimiser = new Optimiser(updater, List.of(decay));
        ComputationGraph network = new ComputationGraph(SmallNetwork.configuration(optimiser, 1, 6, 3, 1));
        network.init();
        if (way.type == DataType.DOUBLE) {
            network = network.convertDataType(DataType.DOUBLE);
        }
        network.initGradientsView();
        network.params().assign(1);
        assertThat(FlatUpdate.of(network).isPresent()).isEqualTo(way == Way.FUSED);
        return network;
    }

    /** Of the output's weights; gradients are summed over two samples and halved by a deformation's slope of 2. */
    private static double[] path(ComputationGraph network, NormClipping clipping) {
        LocalTrainer trainer = new LocalTrainer(network, Compute.DEFAULT, Deformation.NONE, clipping);
        double[] path = new double[GRADIENTS.length];
        for (int step = 0; step < path.length; step++) {
            network.getFlattenedGradients().assign(2 * GRADIENTS[step]);
            trainer.update(4, 2, 0, step);
            path[step] = network.getParam("output_W").getDouble(0);
        }
        return path;
    }
}
