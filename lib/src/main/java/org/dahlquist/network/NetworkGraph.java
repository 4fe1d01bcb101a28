package org.dahlquist.network;

import java.util.ArrayList;
import java.util.List;
import org.dahlquist.dataset.Seeds;
import org.dahlquist.layer.BatchNormalisation;
import org.dahlquist.layer.Convolution;
import org.dahlquist.layer.Multistep;
import org.dahlquist.layer.SoftmaxOutput;
import org.dahlquist.run.NetworkConfig;
import org.dahlquist.stability.Coefficients;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * Expands a {@link NetworkSpec} into a graph.
 *
 * <p>ZeroSNet's history, with the state x = x_n, last = x_{n−1}, llast = x_{n−2} before block n: blocks 0 and 1 are
 * plain residual steps; from block 2 on x_{n+1} = b0·F(x) + a0·x + a1·last + a2·llast. Where a state's channels
 * differ from the block's, it first goes through its own bias-free 1×1 convolution with stride 2, and the projected
 * states are carried on. With one block per stage (depth 8) block 1 is the first of stage 2: x and last are then
 * projected there, though only x enters its residual step, so that block 2 finds its whole history at block 1's size.
 */
final class NetworkGraph {
    private static final int STEM_CHANNELS = 16;
    private static final int START_BLOCKS = 2;

    private final NetworkSpec spec;
    private final IUpdater updater;
    private final List<Regularization> regularization;
    private final long seed;
    private final ComputationGraphConfiguration.GraphBuilder builder;

    /** A state of the recursion: the vertex that holds it and its channels. */
    private record State(String vertex, int channels) {}

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

    ComputationGraphConfiguration configuration() {
        builder.addInputs(NetworkSpec.IMAGE)
                .setInputTypes(InputType.convolutional(
                        spec.input().height(),
                        spec.input().width(),
                        spec.input().channels()));
        State stem =
                convolution("stem", new State(NetworkSpec.IMAGE, spec.input().channels()), STEM_CHANNELS, 3, 1);
        State body = spec.architecture() == NetworkConfig.Architecture.ZEROSNET ? zeroSNet(stem) : preResNet(stem);
        State normalised = normalisation("norm", body);
        builder.addLayer(
                        NetworkSpec.FEATURES,
                        new GlobalPoolingLayer.Builder(PoolingType.AVG).build(),
                        normalised.vertex())
                .addLayer(
                        NetworkSpec.OUTPUT,
                        configured(new SoftmaxOutput(
                                NetworkSpec.FEATURE_COUNT, spec.classes(), initialSeed(NetworkSpec.OUTPUT))),
                        NetworkSpec.FEATURES)
                .setOutputs(NetworkSpec.OUTPUT);
        return builder.build();
    }

    static long trainedParameters(ComputationGraphConfiguration configuration) {
        long count = 0;
        for (org.deeplearning4j.nn.conf.graph.GraphVertex vertex :
                configuration.getVertices().values()) {
            if (vertex instanceof LayerVertex layer) {
                org.deeplearning4j.nn.conf.layers.Layer conf =
                        layer.getLayerConf().getLayer();
                long all = conf.initializer().numParams(conf);
                // half of a normalisation's parameters are running statistics
                count += conf instanceof BatchNormalisation ? all / 2 : all;
            }
        }
        return count;
    }

    private State zeroSNet(State stem) {
        Coefficients step = spec.coefficients();
        State x = stem;
        State last = null;
        State llast = null;
        for (int block = 0; block < blocks(); block++) {
            int channels = channels(block);
            State branch = branch(block, x);
            State r = projected(block, "x", x, channels);
            last = last == null ? null : projected(block, "last", last, channels);
            llast = llast == null ? null : projected(block, "llast", llast, channels);
            State next;
            if (block < START_BLOCKS) {
                next = sum(block, new double[] {1, 1}, r, branch);
            } else {
                next = sum(block, new double[] {step.a0(), step.a1(), step.a2(), step.b0()}, r, last, llast, branch);
            }
            llast = last;
            last = r;
            x = next;
        }
        return x;
    }

    private State preResNet(State stem) {
        State x = stem;
        for (int block = 0; block < blocks(); block++) {
            State branch = branch(block, x);
            x = sum(block, new double[] {1, 1}, projected(block, "x", x, channels(block)), branch);
        }
        return x;
    }

    private int blocks() {
        return NetworkSpec.STAGES * spec.blocksPerStage();
    }

    private int channels(int block) {
        return STEM_CHANNELS << (block / spec.blocksPerStage());
    }

    /** F of a block: two times BN-ReLU-convolution. */
    private State branch(int block, State x) {
        int channels = channels(block);
        String name = "block" + block;
        State first = normalisation(name + ".norm1", x);
        State middle = convolution(name + ".conv1", first, channels, 3, x.channels() == channels ? 1 : 2);
        State second = normalisation(name + ".norm2", middle);
        return convolution(name + ".conv2", second, channels, 3, 1);
    }

    private State projected(int block, String which, State state, int channels) {
        return state.channels() == channels
                ? state
                : convolution("block" + block + ".project." + which, state, channels, 1, 2);
    }

    private State sum(int block, double[] weights, State... states) {
        String[] inputs = new String[states.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = states[i].vertex();
        }
        String name = "block" + block;
        builder.addVertex(name, new Multistep(weights), inputs);
        return new State(name, states[0].channels());
    }

    private State normalisation(String name, State state) {
        builder.addLayer(name, configured(new BatchNormalisation(state.channels(), true)), state.vertex());
        return new State(name, state.channels());
    }

    private State convolution(String name, State state, int channels, int kernel, int stride) {
        Convolution layer = new Convolution(state.channels(), channels, kernel, stride, kernel / 2, initialSeed(name));
        builder.addLayer(name, configured(layer), state.vertex());
        return new State(name, channels);
    }

    private <L extends BaseLayer> L configured(L layer) {
        layer.setIUpdater(updater.clone());
        layer.setRegularization(new ArrayList<>(regularization));
        layer.setRegularizationBias(new ArrayList<>(regularization));
        return layer;
    }

    private long initialSeed(String layer) {
        return Seeds.mix(seed, "initial " + layer);
    }
}
