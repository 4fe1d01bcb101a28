package org.dahlquist.network;

import java.util.List;
import org.dahlquist.DahlquistException;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.run.NetworkConfig;
import org.dahlquist.stability.Coefficients;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * A network as a small description; {@link #configuration} expands it into DL4J's graph.
 *
 * <p>ZeroSNet and PreResNet have 6n + 2 layers, ResNet 18. Head of all: global average pooling, softmax. References:
 * "ZeroSNet", AAAI 2022, arXiv 2206.13100; He et al., "Identity Mappings in Deep Residual Networks", ECCV 2016, and
 * "Deep Residual Learning for Image Recognition", CVPR 2016.
 *
 * @param architecture the family
 * @param depth layers with weights: 6n + 2 with n ≥ 1 blocks per stage, or 18 for ResNet
 * @param classes classes to tell apart, at least 2
 * @param input shape of one image; any size, because pooling is global
 * @param coefficients ZeroSNet's a0, a1, a2, b0; the others ignore them
 */
public record NetworkSpec(
        NetworkConfig.Architecture architecture, int depth, int classes, ImageShape input, Coefficients coefficients) {
    /** Name of the graph's input, [N, C, H, W]. */
    public static final String IMAGE = "image";
    /** Name of the vertex that gives the penultimate features, [N, {@link #featureCount}]. */
    public static final String FEATURES = "features";
    /** Name of the output layer: class probabilities [N, classes]. */
    public static final String OUTPUT = "output";
    /** Checks the depth rule and the number of classes. */
    public NetworkSpec {
        if (architecture == NetworkConfig.Architecture.RESNET) {
            ResNetGraph.requireDepth(depth);
        } else {
            PreResNetGraph.requireDepth(depth);
        }
        if (classes < 2) {
            throw DahlquistException.config("a network needs at least 2 classes, but has %d", classes);
        }
    }

    /** The description that a run's configuration asks for. */
    public static NetworkSpec of(NetworkConfig config, int classes, ImageShape input) {
        return new NetworkSpec(
                config.architecture(), config.depth(), classes, input, Coefficients.of(config.coefficients()));
    }

    /** Length of a feature vector. */
    public int featureCount() {
        return architecture == NetworkConfig.Architecture.RESNET ? ResNetGraph.features() : PreResNetGraph.features();
    }

    /** Blocks per stage, n; of ZeroSNet and PreResNet. */
    public int blocksPerStage() {
        return (depth - 2) / 6;
    }

    /**
     * DL4J's configuration of this network, the same for equal arguments.
     *
     * @param updater updater of every trained parameter; running statistics have none
     * @param regularization applied to every trained parameter, γ, β and bias included
     * @param seed seed of the initial parameters
     * @param type FLOAT for speed, DOUBLE for checks
     */
    public ComputationGraphConfiguration configuration(
            IUpdater updater, List<Regularization> regularization, long seed, DataType type) {
        return NetworkGraph.of(this, updater, regularization, seed, type).configuration();
    }

    /** Number of trained parameters; running statistics, which DL4J counts too, are left out. */
    public long parameterCount() {
        return NetworkGraph.trainedParameters(configuration(new NoOp(), List.of(), 0, DataType.FLOAT));
    }

    /**
     * Multiplications with an addition for one image, forward; a training step takes three times as many. Normalisation,
     * sums and pooling are left out.
     */
    public long multiplyAdds() {
        return NetworkGraph.multiplyAdds(
                configuration(new NoOp(), List.of(), 0, DataType.FLOAT),
                InputType.convolutional(input.height(), input.width(), input.channels()));
    }
}
