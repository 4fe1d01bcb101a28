package org.dahlquist.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Central differences of the loss in float64, ε = 10⁻⁶, against the backward pass. Each layer stands between a
 * convolution, whose weight gradient needs the layer's gradient to its input, and a softmax output.
 */
class GradientTest {
    private static final int BATCH = 3;
    private static final double STEP = 1e-6;

    private final ComputationGraphConfiguration.GraphBuilder graph = new NeuralNetConfiguration.Builder()
            .dataType(DataType.DOUBLE)
            .updater(new Sgd(1))
            .graphBuilder()
            .addInputs("image")
            .setInputTypes(InputType.convolutional(5, 6, 2))
            .addLayer("first", new Convolution(2, 3, 3, 1, 1, 11), "image");

    @Test
    void convolutionWithStrideAndPadding() {
        graph.addLayer("layer", new Convolution(3, 4, 3, 2, 1, 12), "first");
        assertGradients("layer", 4);
    }

    @Test
    void projection() {
        graph.addLayer("layer", new Convolution(3, 4, 1, 2, 0, 13), "first");
        assertGradients("layer", 4);
    }

    @Test
    void batchNormalisation() {
        graph.addLayer("norm", new BatchNormalisation(3, false), "first")
                .addLayer("layer", new Convolution(3, 3, 3, 1, 1, 14), "norm");
        assertGradients("layer", 3);
    }

    @Test
    void rectifiedBatchNormalisation() {
        graph.addLayer("layer", new BatchNormalisation(3, true), "first");
        assertGradients("layer", 3);
    }

    @Test
    void multistepOfThreeStates() {
        graph.addLayer("second", new Convolution(3, 3, 3, 1, 1, 15), "first")
                .addLayer("third", new Convolution(3, 3, 3, 1, 1, 16), "second")
                .addVertex("step", new Multistep(0.3, -0.5, 1.7), "third", "second", "first")
                .addVertex("layer", new Multistep(1, 1), "step", "first");
        assertGradients("layer", 3);
    }

    @Test
    void stepsWithTrainedK() {
        graph.addLayer("second", new Convolution(3, 3, 3, 1, 1, 15), "first")
                .addLayer("third", new Convolution(3, 3, 3, 1, 1, 16), "second")
                .addVertex("step", trained(TrainedStep.ZERO_STABLE, 0.8), "third", "second", "first", "third2")
                .addLayer("third2", new Convolution(3, 3, 1, 1, 0, 18), "third")
                .addVertex("layer", trained(TrainedStep.TWO_STEP, 1.05), "step", "first", "second");
        assertGradients("layer", 3);
    }

    private static TrainedMultistep trained(TrainedStep step, double k) {
        return new TrainedMultistep(step, k, new Sgd(1), List.of());
    }

    @Test
    void convolutionWithBias() {
        graph.addLayer("layer", new Convolution(3, 4, 3, 1, 0, 12).withBias(), "first");
        assertGradients("layer", 4);
    }

    @Test
    void convolutionInGroups() {
        graph.addLayer("wide", new Convolution(3, 6, 1, 1, 0, 12), "first")
                .addLayer("layer", new Convolution(6, 4, 3, 2, 1, 13).withGroups(2), "wide");
        assertGradients("layer", 4);
    }

    @Test
    void depthwiseConvolution() {
        graph.addLayer("layer", new Convolution(3, 3, 3, 2, 1, 12).withGroups(3), "first");
        assertGradients("layer", 3);
    }

    @Test
    void squeezeAndExcitation() {
        graph.addLayer(
                        "squeeze",
                        new GlobalPoolingLayer.Builder(PoolingType.AVG)
                                .collapseDimensions(false)
                                .build(),
                        "first")
                .addLayer("up", new Convolution(3, 3, 1, 1, 0, 14).withBias(), "squeeze")
                .addLayer("gate", new ActivationLayer(Activation.SIGMOID), "up")
                .addVertex("layer", new ChannelScale(), "first", "gate");
        assertGradients("layer", 3);
    }

    private void assertGradients(String last, int channels) {
        graph.addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), last)
                .addLayer("output", new SoftmaxOutput(channels, 3, 17), "pool")
                .setOutputs("output");
        ComputationGraph network = new ComputationGraph(graph.build());
        network.init();
        Nd4j.getRandom().setSeed(5);
        network.setInputs(Nd4j.randn(DataType.DOUBLE, BATCH, 2, 5, 6));
        network.setLabels(Nd4j.eye(BATCH).castTo(DataType.DOUBLE));
        network.computeGradientAndScore();
        for (Map.Entry<String, INDArray> entry :
                network.gradient().gradientForVariable().entrySet()) {
            if (!entry.getKey().endsWith("_mean") && !entry.getKey().endsWith("_variance")) {
                assertGradient(network, entry.getKey(), flat(entry.getValue()).dup());
            }
        }
    }

    private static void assertGradient(ComputationGraph network, String name, INDArray gradient) {
        INDArray parameter = flat(network.paramTable().get(name));
        for (long i = 0; i < parameter.length(); i++) {
            double value = parameter.getDouble(i);
            double difference =
                    lossAt(network, parameter, i, value + STEP) - lossAt(network, parameter, i, value - STEP);
            parameter.putScalar(i, value);
            assertThat(gradient.getDouble(i) / BATCH)
                    .as("%s[%d]", name, i)
                    .isCloseTo(difference / (2 * STEP), within(1e-6));
        }
    }

    private static INDArray flat(INDArray view) {
        return view.reshape(view.ordering(), new long[] {view.length()});
    }

    private static double lossAt(ComputationGraph network, INDArray parameter, long i, double value) {
        parameter.putScalar(i, value);
        network.computeGradientAndScore();
        return network.score();
    }
}
