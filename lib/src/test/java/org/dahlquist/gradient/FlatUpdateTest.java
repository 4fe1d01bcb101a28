package org.dahlquist.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.dahlquist.training.ConstantRate;
import org.dahlquist.training.Optimiser;
import org.dahlquist.training.SmallNetwork;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class FlatUpdateTest {
    private static final long SEED = 3;
    private static final int SAMPLES = 4;

    @ParameterizedTest
    @CsvSource({"none, 0.9, 0", "none, 0, 5e-4", "gradient, 0.9, 5e-4", "momentum, 0.9, 5e-4"})
    void threeStepsAreThoseOfTheLayerwiseUpdater(String position, double momentum, double decay) {
        Optimiser optimiser = optimiser(position, momentum, decay);
        ComputationGraph fused = network(optimiser);
        ComputationGraph layerwise = network(optimiser);
        FlatUpdate update = FlatUpdate.of(fused).orElseThrow();
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
                .as("%s, seed %d", position, SEED)
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
        ComputationGraph network = network(optimiser("momentum-plain", 0.5, 0.01));
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
        Optimiser plain = optimiser("none", 0, 0);
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
        assertThat(FlatUpdate.of(network(new Optimiser(new Adam(), List.of())))).isEmpty();
    }

    private static Optimiser optimiser(String position, double momentum, double decay) {
        GradientActivation arctan = position.endsWith("plain") ? new Arctan(1, 1) : new Arctan(0.1, 20);
        GradientActivation identity = new Identity();
        return new Optimiser(
                new ActivatedSgd(new ConstantRate(0.1), momentum, position.startsWith("momentum") ? arctan : identity),
                List.of(new CoupledWeightDecay(decay, position.equals("gradient") ? arctan : identity)));
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
