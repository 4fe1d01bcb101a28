package org.dahlquist.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.run.NetworkConfig;
import org.dahlquist.run.NetworkConfig.Architecture;
import org.dahlquist.run.NetworkConfig.Block;
import org.dahlquist.run.NetworkConfig.Stem;
import org.dahlquist.run.NetworkConfig.Variant;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Every family as a network that really trains: a step on a few noise images, the smallest ones its strides allow. */
class FamiliesTest {
    private static final int BATCH = 3;
    private static final int CLASSES = 4;
    private static final long SEED = 29;

    @ParameterizedTest
    @CsvSource({
        "ZEROSNET, 20, TRA, AUTO, AUTO, 8",
        "ZEROSNET, 11, OPT, BOTTLENECK, AUTO, 8",
        "ZEROSNET, 29, TRA, BOTTLENECK, AUTO, 8",
        "PRERESNET, 20, OPT, BOTTLENECK, AUTO, 8",
        "MRESNET, 20, OPT, AUTO, AUTO, 8",
        "MRESNET, 20, OPT, BOTTLENECK, AUTO, 8",
        "CIFAR_RESNET, 20, OPT, AUTO, AUTO, 8",
        "CIFAR_RESNET, 11, OPT, BOTTLENECK, AUTO, 8",
        "RESNET, 18, OPT, AUTO, AUTO, 8",
        "RESNET, 50, OPT, AUTO, IMAGENET, 33",
        "PREACT_RESNET, 18, OPT, AUTO, IMAGENET, 33",
        "PREACT_RESNET, 50, OPT, AUTO, AUTO, 8",
        "ZEROSNET_IMAGENET, 18, TRA, AUTO, SMALL, 8",
        "ZEROSNET_IMAGENET, 50, OPT, AUTO, AUTO, 33",
        "VGG, 11, OPT, AUTO, AUTO, 32",
        "LINEAR, 0, OPT, AUTO, AUTO, 8",
        "LENET, 0, OPT, AUTO, AUTO, 28",
        "SIGMOID_LENET, 0, OPT, AUTO, AUTO, 32",
        "DENSENET, 16, OPT, AUTO, AUTO, 8",
        "SE_RESNEXT, 11, OPT, AUTO, AUTO, 4",
        "MOBILENET_V2, 0, OPT, AUTO, AUTO, 8",
        "EFFICIENTNET_B0, 0, OPT, AUTO, AUTO, 16"
    })
    void aStepOfTrainingChangesTheOutput(
            Architecture architecture, int depth, Variant variant, Block block, Stem stem, int side) {
        NetworkConfig config =
                new NetworkConfig(architecture, depth, variant, List.of(0.25, 0.6, 0.15, 1.9), 1, block, stem);
        NetworkSpec spec = new NetworkSpec(config, CLASSES, new ImageShape(3, side, side));
        ComputationGraphConfiguration configuration =
                spec.configuration(new Sgd(1e-3), List.of(), SEED, DataType.FLOAT);
        ComputationGraph network = new ComputationGraph(configuration);
        network.init();
        Nd4j.getRandom().setSeed(SEED);
        INDArray images = Nd4j.randn(DataType.FLOAT, BATCH, 3, side, side);
        INDArray before = network.output(true, images)[0].dup();

        network.fit(new DataSet(images, labels()));

        INDArray after = network.output(true, images)[0];
        assertThat(network.params().isNaN().any()).isFalse();
        assertThat(Double.isFinite(network.score())).isTrue();
        assertThat(after.shape()).containsExactly(BATCH, CLASSES);
        assertThat(after.sum(1).sub(1).amaxNumber().doubleValue()).isLessThan(1e-5);
        assertThat(after).isNotEqualTo(before);
        assertThat(spec.featureCount()).isEqualTo((int)
                network.feedForward(images, false).get(NetworkSpec.FEATURES).size(1));
        assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
                .isEqualTo(configuration);
    }

    private static INDArray labels() {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, BATCH, CLASSES);
        for (int row = 0; row < BATCH; row++) {
            labels.putScalar(row, row % CLASSES, 1);
        }
        return labels;
    }
}
