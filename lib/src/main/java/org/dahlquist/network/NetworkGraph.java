package org.dahlquist.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.dahlquist.dataset.Seeds;
import org.dahlquist.gradient.CoupledWeightDecay;
import org.dahlquist.layer.BatchNormalisation;
import org.dahlquist.layer.ChannelScale;
import org.dahlquist.layer.Convolution;
import org.dahlquist.layer.Multistep;
import org.dahlquist.layer.SoftmaxOutput;
import org.dahlquist.layer.TrainedMultistep;
import org.dahlquist.layer.TrainedStep;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/** The drawing board for a network: named layers one by one, and the head that all families share. */
final class NetworkGraph {
    private static final double[] SUM = {1, 1};

    private final NetworkSpec spec;
    private final IUpdater updater;
    private final List<Regularization> regularization;
    private final long seed;
    private final ComputationGraphConfiguration.GraphBuilder builder;

    /**
     * The output of a vertex.
     *
     * @param vertex its name
     * @param channels its channels
     * @param reduction how many times the image's pixels went into one of its pixels, along each side
     */
    record State(String vertex, int channels, int reduction) {
        /** Whether it can be added to another one. */
        boolean fits(int otherChannels, int otherReduction) {
            return channels == otherChannels && reduction == otherReduction;
        }
    }

    NetworkGraph(NetworkSpec spec, IUpdater updater, List<Regularization> regularization, long seed, DataType type) {
        this.spec = spec;
        this.updater = updater;
        this.regularization = regularization;
        this.seed = seed;
        this.builder = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .dataType(type)
                .updater(updater)
                .graphBuilder()
                .addInputs(NetworkSpec.IMAGE)
                .setInputTypes(InputType.convolutional(
                        spec.input().height(),
                        spec.input().width(),
                        spec.input().channels()));
    }

    /** Pooling and softmax on top of the last state. */
    ComputationGraphConfiguration configuration(State last) {
        builder.addLayer(NetworkSpec.FEATURES, new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last.vertex())
                .addLayer(
                        NetworkSpec.OUTPUT,
                        configured(new SoftmaxOutput(last.channels(), spec.classes(), initialSeed(NetworkSpec.OUTPUT))),
                        NetworkSpec.FEATURES)
                .setOutputs(NetworkSpec.OUTPUT);
        return builder.build();
    }

    State image() {
        return new State(NetworkSpec.IMAGE, spec.input().channels(), 1);
    }

    /** x + y. */
    State sum(String name, State x, State y) {
        return sum(name, SUM, x, y);
    }

    /** Σ weight·state. */
    State sum(String name, double[] weights, State... states) {
        builder.addVertex(name, new Multistep(weights), vertices(states));
        return new State(name, states[0].channels(), states[0].reduction());
    }

    /** A sum whose weights follow from a trained k. */
    State sum(String name, TrainedStep step, double initialK, State... states) {
        builder.addVertex(
                name,
                new TrainedMultistep(step, initialK, updater.clone(), CoupledWeightDecay.ofVectors(regularization)),
                vertices(states));
        return new State(name, states[0].channels(), states[0].reduction());
    }

    /** All channels of all states, one state after the other. */
    State concatenation(String name, State... states) {
        builder.addVertex(name, new MergeVertex(), vertices(states));
        int channels = Arrays.stream(states).mapToInt(State::channels).sum();
        return new State(name, channels, states[0].reduction());
    }

    /** Normalisation, with ReLU or without. */
    State normalisation(String name, State state, boolean rectified) {
        builder.addLayer(name, configured(new BatchNormalisation(state.channels(), rectified)), state.vertex());
        return new State(name, state.channels(), state.reduction());
    }

    State activation(String name, State state, Activation function) {
        builder.addLayer(name, new ActivationLayer(function), state.vertex());
        return new State(name, state.channels(), state.reduction());
    }

    /** A square convolution whose output has as many pixels as its input, divided by the stride. */
    State convolution(String name, State state, int channels, int kernel, int stride) {
        return convolution(name, state, stride, unbiased(name, state, channels, kernel, stride, kernel / 2));
    }

    /** The same, in groups of channels. */
    State convolution(String name, State state, int channels, int kernel, int stride, int groups) {
        Convolution layer = unbiased(name, state, channels, kernel, stride, kernel / 2);
        return convolution(name, state, stride, layer.withGroups(groups));
    }

    /** A convolution with stride 1, bias and this padding. */
    State biased(String name, State state, int channels, int kernel, int padding) {
        return convolution(
                name,
                state,
                1,
                unbiased(name, state, channels, kernel, 1, padding).withBias());
    }

    private Convolution unbiased(String name, State state, int channels, int kernel, int stride, int padding) {
        return new Convolution(state.channels(), channels, kernel, stride, padding, initialSeed(name));
    }

    private State convolution(String name, State state, int stride, Convolution layer) {
        builder.addLayer(name, configured(layer), state.vertex());
        return new State(name, (int) layer.getNOut(), state.reduction() * stride);
    }

    /** Every value of the image as a channel of its own, of one pixel. */
    State flattened(String name, State image) {
        int values = spec.input().size();
        builder.addVertex(name, new ReshapeVertex(-1, values, 1, 1), image.vertex());
        return new State(name, values, spec.input().height());
    }

    /** The largest of each window. */
    State maxPooling(String name, State state, int window, int stride) {
        return pooling(name, state, PoolingType.MAX, window, stride);
    }

    /** The mean of each window of 2×2 pixels, which don't overlap. */
    State averagePooling(String name, State state) {
        return pooling(name, state, PoolingType.AVG, 2, 2);
    }

    private State pooling(String name, State state, PoolingType type, int window, int stride) {
        int padding = (window - 1) / 2;
        builder.addLayer(
                name,
                new SubsamplingLayer.Builder(type)
                        .kernelSize(window, window)
                        .stride(stride, stride)
                        .padding(padding, padding)
                        .build(),
                state.vertex());
        return new State(name, state.channels(), state.reduction() * stride);
    }

    /**
     * Squeeze-and-excitation: every channel times σ(W₂·f(W₁·mean + b₁) + b₂).
     *
     * @param hidden channels between the two products
     * @param function f
     */
    State excitation(String name, State state, int hidden, Activation function) {
        builder.addLayer(
                name + ".squeeze",
                new GlobalPoolingLayer.Builder(PoolingType.AVG)
                        .collapseDimensions(false)
                        .build(),
                state.vertex());
        State mean = new State(name + ".squeeze", state.channels(), state.reduction());
        State inner = activation(name + ".hidden", biased(name + ".down", mean, hidden, 1, 0), function);
        State factors =
                activation(name + ".gate", biased(name + ".up", inner, state.channels(), 1, 0), Activation.SIGMOID);
        builder.addVertex(name, new ChannelScale(), state.vertex(), factors.vertex());
        return new State(name, state.channels(), state.reduction());
    }

    /** Uniform between the bounds, the same for equal seeds and names. */
    double initialValue(String name, double from, double to) {
        return new SplittableRandom(initialSeed(name)).nextDouble(from, to);
    }

    private <L extends BaseLayer> L configured(L layer) {
        layer.setIUpdater(updater.clone());
        layer.setRegularization(new ArrayList<>(regularization));
        layer.setRegularizationBias(CoupledWeightDecay.ofVectors(regularization));
        return layer;
    }

    private long initialSeed(String layer) {
        return Seeds.mix(seed, "initial " + layer);
    }

    private static String[] vertices(State... states) {
        return Arrays.stream(states).map(State::vertex).toArray(String[]::new);
    }
}
