package org.dahlquist.training;

import java.util.List;
import org.dahlquist.gradient.ActivatedSgd;
import org.dahlquist.gradient.Arctan;
import org.dahlquist.gradient.CoupledWeightDecay;
import org.dahlquist.gradient.Identity;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** A tiny network with every kind of state: convolution, batch norm, the vertices {@code features} and {@code output}. */
public final class SmallNetwork {
    private SmallNetwork() {}

    /** Of the given optimiser, for square images. */
    public static ComputationGraphConfiguration configuration(
            Optimiser optimiser, int channels, int extent, int classes, long seed) {
        ComputationGraphConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(optimiser.updater())
                .graphBuilder()
                .addInputs("image")
                .setInputTypes(InputType.convolutional(extent, extent, channels))
                .addLayer(
                        "convolution",
                        new ConvolutionLayer.Builder(3, 3).nOut(4).build(),
                        "image")
                .addLayer(
                        "norm",
                        new BatchNormalization.Builder()
                                .activation(Activation.RELU)
                                .build(),
                        "convolution")
                .addLayer("pool", new GlobalPoolingLayer(), "norm")
                .addLayer(
                        "features",
                        new DenseLayer.Builder()
                                .nOut(6)
                                .activation(Activation.TANH)
                                .build(),
                        "pool")
                .addLayer(
                        "output",
                        new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                                .nOut(classes)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "features")
                .setOutputs("output")
                .build();
        // DL4J's global regularization would be added twice to each layer
        for (GraphVertex vertex : configuration.getVertices().values()) {
            if (vertex instanceof LayerVertex layer && layer.getLayerConf().getLayer() instanceof BaseLayer trained) {
                trained.setRegularization(optimiser.regularization());
                trained.setRegularizationBias(CoupledWeightDecay.ofVectors(optimiser.regularization()));
            }
        }
        return configuration;
    }

    /** Momentum, weight decay and an activated buffer. */
    public static Optimiser activatedMomentum(double rate) {
        return new Optimiser(
                new ActivatedSgd(new ConstantRate(rate), 0.9, new Arctan(0.1, 20)),
                List.of(new CoupledWeightDecay(5e-4, new Identity())));
    }
}
