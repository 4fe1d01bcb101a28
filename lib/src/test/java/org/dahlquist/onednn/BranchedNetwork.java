package org.dahlquist.onednn;

import java.util.List;
import org.dahlquist.layer.BatchNormalisation;
import org.dahlquist.layer.Convolution;
import org.dahlquist.layer.Multistep;
import org.dahlquist.layer.SoftmaxOutput;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * A small network with everything that compilation knows: image and one-block convolutions, Winograd's and strided
 * ones, a projection, a normalisation behind a sum, one behind a convolution, and a step of three weighted inputs.
 */
final class BranchedNetwork {
    static final int CLASSES = 5;
    static final long[] IMAGE = {3, 12, 12};

    private BranchedNetwork() {}

    /** The network; with ReLUs its gradients are only comparable where no mask flips. */
    static ComputationGraph create(boolean rectified, long seed, DataType type) {
        ComputationGraphConfiguration.GraphBuilder builder = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .dataType(type)
                .updater(new NoOp())
                .graphBuilder()
                .addInputs("image")
                .setInputTypes(InputType.convolutional(12, 12, 3));
        builder.addLayer("stem", new Convolution(3, 16, 3, 1, 1, seed + 1), "image")
                .addLayer("norm1", new BatchNormalisation(16, rectified), "stem")
                .addLayer("conv1", new Convolution(16, 16, 3, 1, 1, seed + 2), "norm1")
                .addLayer("norm2", new BatchNormalisation(16, rectified), "conv1")
                .addLayer("conv2", new Convolution(16, 16, 3, 1, 1, seed + 3), "norm2")
                .addVertex("step1", new Multistep(1, 1), "stem", "conv2")
                .addLayer("norm3", new BatchNormalisation(16, rectified), "step1")
                .addLayer("conv3", new Convolution(16, 32, 3, 2, 1, seed + 4), "norm3")
                .addLayer("norm4", new BatchNormalisation(32, rectified), "conv3")
                .addLayer("conv4", new Convolution(32, 32, 3, 1, 1, seed + 5), "norm4")
                .addLayer("project.x", new Convolution(16, 32, 1, 2, 0, seed + 6), "step1")
                .addLayer("project.last", new Convolution(16, 32, 1, 2, 0, seed + 7), "stem")
                .addVertex("step2", new Multistep(1 / 3.0, 5 / 9.0, 16 / 9.0), "project.x", "project.last", "conv4")
                .addLayer("norm", new BatchNormalisation(32, rectified), "step2")
                .addLayer("features", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "norm")
                .addLayer("output", new SoftmaxOutput(32, CLASSES, seed + 8), "features")
                .setOutputs("output");
        ComputationGraph network = new ComputationGraph(builder.build());
        network.init();
        network.initGradientsView();
        disturb(network, seed);
        return network;
    }

    /** Random images {@code [n, 3, 12, 12]}, the same for equal seeds. */
    static INDArray images(int n, long seed) {
        Nd4j.getRandom().setSeed(seed);
        return Nd4j.randn(DataType.FLOAT, n, IMAGE[0], IMAGE[1], IMAGE[2]);
    }

    /** One-hot labels {@code [n, CLASSES]}. */
    static INDArray labels(int n) {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, n, CLASSES);
        for (int row = 0; row < n; row++) {
            labels.putScalar(row, row % CLASSES, 1);
        }
        return labels;
    }

    /** Moves γ, β and the statistics away from 0 and 1, where mistakes would not show. */
    private static void disturb(ComputationGraph network, long seed) {
        Nd4j.getRandom().setSeed(seed);
        for (String name : List.of("norm1", "norm2", "norm3", "norm4", "norm")) {
            long channels = network.getParam(name + "_gamma").length();
            for (String key : List.of("_gamma", "_beta", "_mean", "_variance")) {
                INDArray noise = Nd4j.rand(DataType.FLOAT, new long[] {channels})
                        .castTo(network.params().dataType());
                network.getParam(name + key).addi(noise.muli(0.3));
            }
        }
    }
}
