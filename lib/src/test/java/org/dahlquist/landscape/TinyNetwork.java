package org.dahlquist.landscape;

import org.dahlquist.layer.BatchNormalisation;
import org.dahlquist.layer.Convolution;
import org.dahlquist.layer.SoftmaxOutput;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/** Two networks of our own layers for 1 x 8 x 8 images of three classes. */
public final class TinyNetwork {
    private static final int CLASSES = 3;

    private TinyNetwork() {}

    /** Two convolutions of 16 channels, which oneDNN computes; float32. */
    public static ComputationGraph rectified(long seed) {
        return initialised(
                builder(DataType.FLOAT)
                        .addLayer("stem", new Convolution(1, 16, 3, 1, 1, seed), "image")
                        .addLayer("norm1", new BatchNormalisation(16, true), "stem")
                        .addLayer("conv", new Convolution(16, 16, 3, 1, 1, seed + 1), "norm1")
                        .addLayer("norm2", new BatchNormalisation(16, true), "conv")
                        .addLayer("features", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "norm2")
                        .addLayer("output", new SoftmaxOutput(16, CLASSES, seed + 2), "features")
                        .setOutputs("output")
                        .build(),
                seed);
    }

    /** One convolution of 2 channels and tanh, so that second derivatives exist everywhere; float64, 31 parameters. */
    static ComputationGraph smooth(long seed) {
        return initialised(
                builder(DataType.DOUBLE)
                        .addLayer("conv", new Convolution(1, 2, 3, 1, 1, seed), "image")
                        .addLayer("norm", new BatchNormalisation(2, false), "conv")
                        .addLayer("tanh", new ActivationLayer(Activation.TANH), "norm")
                        .addLayer("features", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "tanh")
                        .addLayer("output", new SoftmaxOutput(2, CLASSES, seed + 1), "features")
                        .setOutputs("output")
                        .build(),
                seed);
    }

    private static ComputationGraphConfiguration.GraphBuilder builder(DataType type) {
        return new NeuralNetConfiguration.Builder()
                .dataType(type)
                .updater(new NoOp())
                .graphBuilder()
                .addInputs("image")
                .setInputTypes(InputType.convolutional(8, 8, 1));
    }

    /** Moves γ, β and the statistics away from 0 and 1, where mistakes would not show. */
    private static ComputationGraph initialised(ComputationGraphConfiguration configuration, long seed) {
        ComputationGraph network = new ComputationGraph(configuration);
        network.init();
        Nd4j.getRandom().setSeed(seed);
        network.paramTable().forEach((name, values) -> {
            if (name.startsWith("norm")) {
                INDArray noise = Nd4j.rand(DataType.FLOAT, values.shape()).castTo(values.dataType());
                values.addi(noise.muli(0.3));
            }
        });
        return network;
    }
}
