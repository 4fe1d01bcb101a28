package org.dahlquist.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.gradient.ActivatedSgd;
import org.dahlquist.gradient.CoupledWeightDecay;
import org.dahlquist.gradient.FlatUpdate;
import org.dahlquist.gradient.Identity;
import org.dahlquist.run.NetworkConfig;
import org.dahlquist.run.NetworkConfig.Architecture;
import org.dahlquist.run.NetworkConfig.Block;
import org.dahlquist.run.NetworkConfig.Stem;
import org.dahlquist.run.NetworkConfig.Variant;
import org.dahlquist.training.ConstantRate;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;

class TrainedCoefficientsTest {
    private static final double RATE = 0.1;
    private static final double DECAY = 0.5;

    @Test
    void everyBlockAfterTheStartHasItsOwnK() {
        ComputationGraph network = network(Architecture.ZEROSNET, 14, -1.75, new NoOp(), List.of());

        assertThat(TrainedCoefficients.of(network).k())
                .containsExactly(
                        Map.entry("block2", -1.75),
                        Map.entry("block3", -1.75),
                        Map.entry("block4", -1.75),
                        Map.entry("block5", -1.75));
    }

    /** U(1, 1.1), in all blocks that aren't the first of a stage. */
    @Test
    void mResNetDrawsItsK() {
        Map<String, Double> k = TrainedCoefficients.of(network(Architecture.MRESNET, 20, 1, new NoOp(), List.of()))
                .k();

        assertThat(k.keySet()).containsExactly("block1", "block2", "block4", "block5", "block7", "block8");
        assertThat(k.values()).allMatch(value -> value >= 1 && value < 1.1).doesNotHaveDuplicates();
    }

    @Test
    void blocksOutsideTheStableRegionAreNamed() {
        ComputationGraph network = network(Architecture.ZEROSNET, 14, 1, new NoOp(), List.of());
        network.paramTable().get("block3_k").assign(-1);
        network.paramTable().get("block4_k").assign(0.3333);

        TrainedCoefficients trained = TrainedCoefficients.of(network);

        assertThat(trained.line()).isEqualTo("k block2 1.0000 block3 -1.0000 block4 0.3333 block5 1.0000");
        assertThat(trained.unstable())
                .containsExactly(
                        "block3 is not zero-stable: its k is -1.0000, and must be k < -1 or k > 1/3",
                        "block4 is not zero-stable: its k is 0.3333, and must be k < -1 or k > 1/3");
    }

    @Test
    void aNetworkWithoutThemHasNone() {
        NetworkConfig plain = new NetworkConfig(Architecture.PRERESNET, 8, List.of(1.0, 0.0, 0.0, 1.0));
        ComputationGraph network = new ComputationGraph(new NetworkSpec(plain, 3, new ImageShape(3, 8, 8))
                .configuration(new NoOp(), List.of(), 1, DataType.FLOAT));
        network.init();

        assertThat(TrainedCoefficients.of(network).k()).isEmpty();
        assertThat(TrainedCoefficients.of(network).unstable()).isEmpty();
    }

    /** First step of SGD with momentum: k − rate·(gradient/n + decay·k); DL4J's updater and the fused one alike. */
    @Test
    void kIsUpdatedAndDecayedLikeAnyWeight() {
        ComputationGraph network = activated();
        ComputationGraph fused = activated();
        DataSet minibatch = minibatch();
        network.setInputs(minibatch.getFeatures());
        network.setLabels(minibatch.getLabels());
        network.computeGradientAndScore();
        double gradient = network.gradient().getGradientFor("block2_k").getDouble(0) / minibatch.numExamples();
        double expected = 1 - RATE * (gradient + DECAY);
        fused.setInputs(minibatch.getFeatures());
        fused.setLabels(minibatch.getLabels());
        fused.computeGradientAndScore();
        Optional<FlatUpdate> update = FlatUpdate.of(fused);

        network.fit(minibatch);
        update.orElseThrow().apply(minibatch.numExamples(), 1, 0, 0);

        assertThat(TrainedCoefficients.of(network).k().get("block2")).isCloseTo(expected, within(1e-5));
        assertThat(fused.params().sub(network.params()).amaxNumber().doubleValue())
                .isLessThan(1e-5);
        assertThat(gradient).isNotZero();
    }

    @Test
    void kAndItsMomentumAreSaved(@TempDir Path directory) throws IOException {
        ComputationGraph network = activated();
        network.fit(minibatch());
        Path zip = directory.resolve("model.zip");

        ModelSerializer.writeModel(network, zip.toFile(), true);
        ComputationGraph read = ModelSerializer.restoreComputationGraph(zip.toFile());

        assertThat(TrainedCoefficients.of(read)).isEqualTo(TrainedCoefficients.of(network));
        read.fit(minibatch());
        network.fit(minibatch());
        assertThat(TrainedCoefficients.of(read)).isEqualTo(TrainedCoefficients.of(network));
        assertThat(read.params()).isEqualTo(network.params());
    }

    private static ComputationGraph activated() {
        return network(
                Architecture.ZEROSNET,
                14,
                1,
                new ActivatedSgd(new ConstantRate(RATE), 0.9, new Identity()),
                List.of(new CoupledWeightDecay(DECAY, new Identity())));
    }

    private static DataSet minibatch() {
        Nd4j.getRandom().setSeed(3);
        INDArray labels = Nd4j.eye(3).castTo(DataType.FLOAT);
        return new DataSet(Nd4j.randn(DataType.FLOAT, 3, 3, 8, 8), labels);
    }

    private static ComputationGraph network(
            Architecture architecture, int depth, double k, IUpdater updater, List<Regularization> regularization) {
        NetworkConfig config = new NetworkConfig(
                architecture, depth, Variant.TRA, List.of(1.0, 0.0, 0.0, 1.0), k, Block.AUTO, Stem.AUTO);
        ComputationGraph network = new ComputationGraph(new NetworkSpec(config, 3, new ImageShape(3, 8, 8))
                .configuration(updater, regularization, 5, DataType.FLOAT));
        network.init();
        return network;
    }
}
