package org.dahlquist.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dahlquist.dataset.Seeds;
import org.dahlquist.gradient.CoupledWeightDecay;
import org.dahlquist.layer.BatchNormalisation;
import org.dahlquist.layer.Convolution;
import org.dahlquist.layer.Multistep;
import org.dahlquist.layer.SoftmaxOutput;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/** Expands a {@link NetworkSpec} into a graph: named layers one by one, and the head that all architectures share. */
abstract class NetworkGraph {
    private final NetworkSpec spec;
    private final IUpdater updater;
    private final List<Regularization> regularization;
    private final long seed;
    private final ComputationGraphConfiguration.GraphBuilder builder;

    /** The output of a vertex, and its channels. */
    record State(String vertex, int channels) {}

    NetworkGraph(NetworkSpec spec, IUpdater updater, List<Regularization> regularization, long seed, DataType type) {
        this.spec = spec;
        this.updater = updater;
        this.regularization = regularization;
        this.seed = seed;
        this.builder = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .dataType(type)
                .updater(updater)
                .graphBuilder();
    }

    static NetworkGraph of(
            NetworkSpec spec, IUpdater updater, List<Regularization> regularization, long seed, DataType type) {
        return switch (spec.architecture()) {
            case ZEROSNET -> new ZeroSNetGraph(spec, updater, regularization, seed, type);
            case PRERESNET -> new PreResNetGraph(spec, updater, regularization, seed, type);
            case RESNET -> new ResNetGraph(spec, updater, regularization, seed, type);
        };
    }

    /** Adds everything from the image to the state that is pooled. */
    abstract State body(State image);

    final NetworkSpec spec() {
        return spec;
    }

    final ComputationGraphConfiguration configuration() {
        builder.addInputs(NetworkSpec.IMAGE)
                .setInputTypes(InputType.convolutional(
                        spec.input().height(),
                        spec.input().width(),
                        spec.input().channels()));
        State last = body(new State(NetworkSpec.IMAGE, spec.input().channels()));
        builder.addLayer(NetworkSpec.FEATURES, new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last.vertex())
                .addLayer(
                        NetworkSpec.OUTPUT,
                        configured(new SoftmaxOutput(last.channels(), spec.classes(), initialSeed(NetworkSpec.OUTPUT))),
                        NetworkSpec.FEATURES)
                .setOutputs(NetworkSpec.OUTPUT);
        return builder.build();
    }

    static long trainedParameters(ComputationGraphConfiguration configuration) {
        long count = 0;
        for (org.deeplearning4j.nn.conf.graph.GraphVertex vertex :
                configuration.getVertices().values()) {
            if (vertex instanceof LayerVertex layer) {
                Layer conf = layer.getLayerConf().getLayer();
                long all = conf.initializer().numParams(conf);
                // half of a normalisation's parameters are running statistics
                count += conf instanceof BatchNormalisation ? all / 2 : all;
            }
        }
        return count;
    }

    static long multiplyAdds(ComputationGraphConfiguration configuration, InputType input) {
        Map<String, InputType> outputs = configuration.getLayerActivationTypes(input);
        long count = 0;
        for (Map.Entry<String, org.deeplearning4j.nn.conf.graph.GraphVertex> vertex :
                configuration.getVertices().entrySet()) {
            Layer layer = vertex.getValue() instanceof LayerVertex withLayer
                    ? withLayer.getLayerConf().getLayer()
                    : null;
            if (layer instanceof Convolution convolution) {
                long kernel = (long) convolution.getKernel() * convolution.getKernel();
                count += outputs.get(vertex.getKey()).arrayElementsPerExample() * convolution.getNIn() * kernel;
            } else if (layer instanceof SoftmaxOutput output) {
                count += output.getNIn() * output.getNOut();
            }
        }
        return count;
    }

    final State sum(String name, double[] weights, State... states) {
        String[] inputs = new String[states.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = states[i].vertex();
        }
        builder.addVertex(name, new Multistep(weights), inputs);
        return new State(name, states[0].channels());
    }

    /** Normalisation, with ReLU or without. */
    final State normalisation(String name, State state, boolean rectified) {
        builder.addLayer(name, configured(new BatchNormalisation(state.channels(), rectified)), state.vertex());
        return new State(name, state.channels());
    }

    final State relu(String name, State state) {
        builder.addLayer(name, new ActivationLayer(Activation.RELU), state.vertex());
        return new State(name, state.channels());
    }

    /** A square convolution whose output has as many pixels as its input, divided by the stride. */
    final State convolution(String name, State state, int channels, int kernel, int stride) {
        Convolution layer = new Convolution(state.channels(), channels, kernel, stride, kernel / 2, initialSeed(name));
        builder.addLayer(name, configured(layer), state.vertex());
        return new State(name, channels);
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
}
