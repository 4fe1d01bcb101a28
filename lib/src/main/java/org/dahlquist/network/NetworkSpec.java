package org.dahlquist.network;

import java.util.List;
import java.util.Locale;
import org.dahlquist.DahlquistException;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.run.NetworkConfig;
import org.dahlquist.stability.Coefficients;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * A network as a small description; {@link #configuration} expands it into DL4J's graph.
 *
 * <p>Head of all: global average pooling, softmax. What the families look like, and the papers they are from, is said
 * by the classes that draw them.
 *
 * @param config family, depth and variant
 * @param classes classes to tell apart, at least 2
 * @param input shape of one image; any size that the family's strides leave at least one pixel of
 */
public record NetworkSpec(NetworkConfig config, int classes, ImageShape input) {
    /** Name of the graph's input, [N, C, H, W]. */
    public static final String IMAGE = "image";
    /** Name of the vertex that gives the penultimate features, [N, {@link #featureCount}]. */
    public static final String FEATURES = "features";
    /** Name of the output layer: class probabilities [N, classes]. */
    public static final String OUTPUT = "output";
    /** Checks the settings and the number of classes. */
    public NetworkSpec {
        for (NetworkConfig.Fault fault : config.faults()) {
            throw DahlquistException.config("network.%s %s; it is %s", fault.key(), fault.rule(), config);
        }
        if (classes < 2) {
            throw DahlquistException.config("a network needs at least 2 classes, but has %d", classes);
        }
    }

    /** A network with fixed coefficients, and its family's usual block and stem. */
    public NetworkSpec(
            NetworkConfig.Architecture architecture,
            int depth,
            int classes,
            ImageShape input,
            Coefficients coefficients) {
        this(
                new NetworkConfig(
                        architecture,
                        depth,
                        List.of(coefficients.a0(), coefficients.a1(), coefficients.a2(), coefficients.b0())),
                classes,
                input);
    }

    /** The description that a run's configuration asks for. */
    public static NetworkSpec of(NetworkConfig config, int classes, ImageShape input) {
        return new NetworkSpec(config, classes, input);
    }

    /** The family. */
    public NetworkConfig.Architecture architecture() {
        return config.architecture();
    }

    /** Layers with weights, as the family counts them. */
    public int depth() {
        return config.layers();
    }

    /** ZeroSNet's fixed coefficients; the others, and the variant Tra, ignore them. */
    public Coefficients coefficients() {
        return Coefficients.of(config.coefficients());
    }

    /** Family, depth if there are several, and variant, such as {@code zerosnet-20-tra}. */
    public String name() {
        String depth = architecture().hasOneDepth() ? "" : "-" + depth();
        String variant =
                architecture().isZeroSNet() ? "-" + config.variant().name().toLowerCase(Locale.ROOT) : "";
        return architecture().spelling() + depth + variant;
    }

    /** Length of a feature vector. */
    public int featureCount() {
        return size().features();
    }

    /**
     * DL4J's configuration of this network, the same for equal arguments.
     *
     * @param updater updater of every trained parameter; running statistics have none
     * @param regularization applied to every trained parameter, γ, β, k and bias included
     * @param seed seed of the initial parameters
     * @param type FLOAT for speed, DOUBLE for checks
     */
    public ComputationGraphConfiguration configuration(
            IUpdater updater, List<Regularization> regularization, long seed, DataType type) {
        NetworkGraph graph = new NetworkGraph(this, updater, regularization, seed, type);
        return graph.configuration(Families.body(this, graph));
    }

    /** Number of trained parameters; running statistics, which DL4J counts too, are left out. */
    public long parameterCount() {
        return size().parameters();
    }

    /**
     * Multiplications with an addition for one image, forward; a training step takes three times as many. Normalisation,
     * sums and pooling are left out.
     */
    public long multiplyAdds() {
        return size().multiplyAdds();
    }

    /** What this network costs. */
    public NetworkSize size() {
        return NetworkSize.of(configuration(new NoOp(), List.of(), 0, DataType.FLOAT), input);
    }
}
