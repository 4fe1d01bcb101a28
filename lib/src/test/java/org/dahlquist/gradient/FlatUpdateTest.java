package org.dahlquist.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.dahlquist.training.ConstantRate;
import org.dahlquist.training.Optimiser;
import org.dahlquist.training.SmallNetwork;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

class FlatUpdateTest {
    private static final long SEED = 3;
    private static final int SAMPLES = 4;

    static Stream<Arguments> optimisers() {
        ConstantRate rate = new ConstantRate(0.1);
        Identity none = new Identity();
        Arctan arctan = new Arctan(0.1, 20);
        AdaptiveArctan adaptive = new AdaptiveArctan(1.5, 2);
        return Stream.of(
                arguments(new ActivatedSgd(rate, 0.9, none), new CoupledWeightDecay(0, none)),
                arguments(new ActivatedSgd(rate, 0, none), new CoupledWeightDecay(5e-4, none)),
                arguments(new ActivatedSgd(rate, 0.9, none), new CoupledWeightDecay(5e-4, arctan)),
                arguments(new ActivatedSgd(rate, 0.9, arctan), new CoupledWeightDecay(5e-4, none)),
                arguments(new ActivatedSgd(rate, 0.9, true, none), new CoupledWeightDecay(5e-4, none)),
                arguments(new ActivatedSgd(rate, 0.9, true, arctan), new CoupledWeightDecay(5e-4, new Clip(0.2), true)),
                arguments(
                        new ActivatedSgd(rate, 0.9, new HyperbolicTangent(0.3, 4.5)),
                        new CoupledWeightDecay(0.1, none, true)),
                arguments(
                        new ActivatedSgd(rate, 0.9, new SignedLogarithm(0.3, 4.5)), new CoupledWeightDecay(5e-4, none)),
                arguments(new ActivatedSgd(rate, 0.9, adaptive), new CoupledWeightDecay(5e-4, none)),
                arguments(new ActivatedSgd(rate, 0.9, true, adaptive), new CoupledWeightDecay(5e-4, adaptive)),
                arguments(new Adam(rate), new CoupledWeightDecay(0, none)),
                arguments(new Adam(rate), new CoupledWeightDecay(5e-4, new Arctan(0.1, 15), true)),
                arguments(new Adam(rate), new CoupledWeightDecay(5e-4, adaptive)));
    }

    @ParameterizedTest
    @MethodSource("optimisers")
    void threeStepsAreThoseOfTheLayerwiseUpdater(IUpdater updater, CoupledWeightDecay decay) {
        Optimiser optimiser = new Optimiser(updater, List.of(decay));
        ComputationGraph fused = network(optimiser);
        ComputationGraph layerwise = network(optimiser);
        TensorBoundaries.mark(layerwise);
        FlatUpdate update = FlatUpdate.of(fused).orElseThrow();
        Nd4j.getRandom().setSeed(SEED);
        for (int step = 0; step < 3; step++) {
            INDArray gradient =
                    Nd4j.randn(DataType.FLOAT, 1, fused.params().length()).muli(2);
            fused.getFlattenedGradients().assign(gradient);
            layerwise.getFlattenedGradients().assign(gradient);

            update.apply(SAMPLES, 1, step, 0);
            updateLayerwise(layerwise, step);
        }

        assertThat(fused.params().distance2(layerwise.params())
                        / layerwise.params().norm2Number().doubleValue())
                .as("%s, %s, seed %d", updater, decay, SEED)
                .isLessThan(1e-6);
        INDArray state = fused.getUpdater().getStateViewArray();
        assertThat(state.norm2Number().doubleValue()).isPositive();
        assertThat(state.distance2(layerwise.getUpdater().getStateViewArray())
                        / state.norm2Number().doubleValue())
                .isLessThan(1e-6);
    }

    /**
     * One parameter by hand: p = 1, lr .1, momentum .5, decay .01, act = atan on the buffer, samples 2, g = 4, 2, −6:
     * d = 2.01 → buf 2.01, p = 1 − .1·atan(2.01) = .889086; d = 1.00889 → buf 2.01389, p = .778 …
     */
    @Test
    void threeStepsByHand() {
        ComputationGraph network =
                network(optimiser(new ActivatedSgd(new ConstantRate(0.1), 0.5, new Arctan(1, 1)), 0.01));
        FlatUpdate update = FlatUpdate.of(network).orElseThrow();
        network.params().assign(1);
        double p = 1;
        double buffer = 0;
        double[] gradients = {4, 2, -6};
        for (int step = 0; step < gradients.length; step++) {
            network.getFlattenedGradients().assign(gradients[step]);
            update.apply(2, 1, step, 0);
            buffer = 0.5 * buffer + gradients[step] / 2 + 0.01 * p;
            p -= 0.1 * Math.atan(buffer);
        }
        assertThat(network.getParam("output_W").getDouble(0)).isCloseTo(p, within(1e-6));
        // a running statistic takes the step as it is: 1 − 4 − 2 + 6
        assertThat(network.getParam("norm_mean").getDouble(0)).isEqualTo(1);
    }

    @Test
    void theSlopeScalesTrainedGradientsOnly() {
        Optimiser plain = optimiser(new ActivatedSgd(new ConstantRate(0.1), 0, new Identity()), 0);
        ComputationGraph sloped = network(plain);
        ComputationGraph scaled = network(plain);
        INDArray gradient = Nd4j.randn(DataType.FLOAT, 1, sloped.params().length());
        sloped.getFlattenedGradients().assign(gradient);
        scaled.getFlattenedGradients().assign(gradient.mul(2));

        FlatUpdate.of(sloped).orElseThrow().apply(1, 2, 0, 0);
        FlatUpdate.of(scaled).orElseThrow().apply(1, 1, 0, 0);

        assertThat(sloped.getParam("output_W")).isEqualTo(scaled.getParam("output_W"));
        assertThat(sloped.getParam("norm_mean")).isNotEqualTo(scaled.getParam("norm_mean"));
    }

    @Test
    void otherUpdatersAreLeftToTheLayers() {
        assertThat(FlatUpdate.of(network(new Optimiser(new AdaMax(), List.of()))))
                .isEmpty();
    }

    private static Optimiser optimiser(IUpdater updater, double decay) {
        return new Optimiser(updater, List.of(new CoupledWeightDecay(decay, new Identity())));
    }

    private static ComputationGraph network(Optimiser optimiser) {
        ComputationGraph network = new ComputationGraph(SmallNetwork.configuration(optimiser, 1, 6, 3, SEED));
        network.init();
        network.initGradientsView();
        return network;
    }

    private static void updateLayerwise(ComputationGraph network, int iteration) {
        network.getUpdater()
                .update(
                        new DefaultGradient(network.getFlattenedGradients()),
                        iteration,
                        0,
                        SAMPLES,
                        LayerWorkspaceMgr.noWorkspaces());
        network.params()
                .subi(network.getFlattenedGradients().reshape(network.params().shape()));
    }
}
