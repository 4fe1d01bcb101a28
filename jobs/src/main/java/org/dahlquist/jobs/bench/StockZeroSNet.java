package org.dahlquist.jobs.bench;

import org.dahlquist.network.NetworkSpec;
import org.dahlquist.stability.Coefficients;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The network of a {@link NetworkSpec} (ZeroSNet, at least 2 blocks per stage) in DL4J's own layers. */
final class StockZeroSNet {
    private final NetworkSpec spec;
    private final ComputationGraphConfiguration.GraphBuilder builder;

    private StockZeroSNet(NetworkSpec spec, IUpdater updater) {
        this.spec = spec;
        this.builder = new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.FLOAT)
                .updater(updater)
                .graphBuilder();
    }

    static ComputationGraphConfiguration configuration(NetworkSpec spec, IUpdater updater) {
        return new StockZeroSNet(spec, updater).configuration();
    }

    private ComputationGraphConfiguration configuration() {
        builder.addInputs("image")
                .setInputTypes(InputType.convolutional(
                        spec.input().height(),
                        spec.input().width(),
                        spec.input().channels()));
        String body = blocks(convolution("stem", "image", 16, 3, 1));
        builder.addLayer("features", new GlobalPoolingLayer(PoolingType.AVG), rectified("norm", body))
                .addLayer(
                        "output",
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(spec.classes())
                                .build(),
                        "features")
                .setOutputs("output");
        return builder.build();
    }

    private String blocks(String stem) {
        Coefficients step = spec.coefficients();
        int perStage = spec.blocksPerStage();
        String x = stem;
        String last = null;
        String llast = null;
        for (int block = 0; block < 3 * perStage; block++) {
            String name = "block" + block;
            boolean narrowing = block > 0 && block % perStage == 0;
            int channels = 16 << (block / perStage);
            String branch = branch(name, x, channels, narrowing ? 2 : 1);
            if (narrowing) {
                x = convolution(name + ".project.x", x, channels, 1, 2);
                last = convolution(name + ".project.last", last, channels, 1, 2);
                llast = convolution(name + ".project.llast", llast, channels, 1, 2);
            }
            String next = block < 2
                    ? sum(name, x, branch)
                    : sum(
                            name,
                            scaled(name + ".a0", step.a0(), x),
                            scaled(name + ".a1", step.a1(), last),
                            scaled(name + ".a2", step.a2(), llast),
                            scaled(name + ".b0", step.b0(), branch));
            llast = last;
            last = x;
            x = next;
        }
        return x;
    }

    private String branch(String name, String x, int channels, int stride) {
        String middle = convolution(name + ".conv1", rectified(name + ".norm1", x), channels, 3, stride);
        return convolution(name + ".conv2", rectified(name + ".norm2", middle), channels, 3, 1);
    }

    private String convolution(String name, String input, int channels, int kernel, int stride) {
        builder.addLayer(
                name,
                new ConvolutionLayer.Builder(kernel, kernel)
                        .stride(stride, stride)
                        .padding(kernel / 2, kernel / 2)
                        .nOut(channels)
                        .hasBias(false)
                        .activation(Activation.IDENTITY)
                        .build(),
                input);
        return name;
    }

    private String rectified(String name, String input) {
        builder.addLayer(name, new BatchNormalization(), input);
        builder.addLayer(name + ".relu", new ActivationLayer(Activation.RELU), name);
        return name + ".relu";
    }

    private String scaled(String name, double factor, String input) {
        builder.addVertex(name, new ScaleVertex(factor), input);
        return name;
    }

    private String sum(String name, String... inputs) {
        builder.addVertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), inputs);
        return name;
    }
}
