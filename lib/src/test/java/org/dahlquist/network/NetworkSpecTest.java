package org.dahlquist.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.dahlquist.DahlquistException;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.layer.Convolution;
import org.dahlquist.run.NetworkConfig;
import org.dahlquist.run.NetworkConfig.Architecture;
import org.dahlquist.stability.Coefficients;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;

class NetworkSpecTest {
    private static final ImageShape CIFAR = new ImageShape(3, 32, 32);

    /** By hand: stem 3·16·9·1024; blocks 16·16·9·1024 each way and so on; ResNet-18's 0.56 billion are well known. */
    @Test
    void multiplyAddsAreThoseOfConvolutionsAndTheOutput() {
        long stage = 16L * 16 * 9 * 1024; // the same for all stages: channels double, pixels quarter
        long narrowing = stage / 2 + stage; // from c to 2c channels at the smaller size
        long projections = 2 * 3 * (16L * 32 * 256);

        assertThat(zeroSNet(20).multiplyAdds())
                .isEqualTo(3 * 16 * 9 * 1024 + 6 * stage + 2 * (narrowing + 4 * stage) + projections + 640);
        assertThat(new NetworkSpec(Architecture.RESNET, 18, 10, CIFAR, Coefficients.OPTIMAL).multiplyAdds())
                .isBetween(550_000_000L, 560_000_000L);
    }

    @Test
    void flatVectorAlsoHoldsTheRunningStatistics() {
        // norm1 and norm2 of 9 blocks: 2·3·(16 + 32 + 64) channels less 16 and 32 at the two changes; the head: 64
        long channels = 2 * 3 * (16 + 32 + 64) - 16 - 32 + 64;

        assertThat(network(zeroSNet(20), List.of(), DataType.FLOAT).numParams()).isEqualTo(277_402 + 2 * channels);
    }

    /**
     * With F = 0 and one channel in use the network is the recursion on scalars. By hand, a = (2, 3, 5), projections
     * of x, last, llast by 1, 2, 3 at both channel changes, stem output 1: blocks 0, 1 keep 1; block 2 gives
     * 2·1 + 3·2 + 5·3 = 23; block 3 gives 2·23 + 3·1 + 5·2 = 59; block 4 gives 2·59 + 3·2·23 + 5·3·1 = 271; block 5
     * gives 2·271 + 3·59 + 5·2·23 = 949.
     */
    @Test
    void historyFollowsTheRecursion() {
        NetworkSpec spec =
                new NetworkSpec(Architecture.ZEROSNET, 14, 2, new ImageShape(1, 4, 4), new Coefficients(2, 3, 5, 7));
        ComputationGraph graph = network(spec, List.of(), DataType.DOUBLE);
        graph.paramTable().forEach((name, values) -> {
            if (name.endsWith("_W")) {
                values.assign(0);
            }
        });
        graph.getParam("stem_W").putScalar(new long[] {0, 0, 1, 1}, 1);
        for (String block : List.of("block2", "block4")) {
            graph.getParam(block + ".project.x_W").putScalar(0, 1);
            graph.getParam(block + ".project.last_W").putScalar(0, 2);
            graph.getParam(block + ".project.llast_W").putScalar(0, 3);
        }

        INDArray features =
                graph.feedForward(Nd4j.ones(DataType.DOUBLE, 1, 1, 4, 4), false).get(NetworkSpec.FEATURES);

        assertThat(features.getDouble(0) * Math.sqrt(1 + 1e-5)).isCloseTo(949, within(1e-9));
    }

    /** Only llast still has the stem's 16 channels when block 2 needs it: a projection with stride 1. */
    @Test
    void bottlenecksStartAsInTheOfficialProgram() {
        ComputationGraphConfiguration graph = configuration(Architecture.ZEROSNET, 164);

        assertThat(graph.getVertexInputs())
                .containsEntry("block0.project.norm", List.of("stem"))
                .containsEntry("block0.project.x", List.of("block0.project.norm"))
                .containsEntry("block0", List.of("block0.project.x", "block0.conv3"))
                .containsEntry("block1", List.of("block0", "block1.conv3"))
                .containsEntry("block2.project.llast", List.of("stem"))
                .containsEntry("block2", List.of("block1", "block0", "block2.project.llast", "block2.conv3"))
                .containsEntry("block3", List.of("block2", "block1", "block0", "block3.conv3"))
                .doesNotContainKeys("block1.project.last", "block2.project.x", "block2.project.last");
        assertThat(convolution(graph, "block2.project.llast").getStride()).isEqualTo(1);
        assertThat(convolution(graph, "block18.project.last").getStride()).isEqualTo(2);
    }

    /** Shortcuts start from ReLU(BN(x)), histories are raw, and the first one is block 0's shortcut. */
    @Test
    void imageNetsShortcutsShareTheFirstActivation() {
        ComputationGraphConfiguration graph = configuration(Architecture.ZEROSNET_IMAGENET, 50);

        assertThat(graph.getVertexInputs())
                .containsEntry("block0.project.x", List.of("block0.norm1"))
                .containsEntry("block0", List.of("block0.project.x", "block0.conv3"))
                .containsEntry("block2", List.of("block1", "block0", "block0.project.x", "block2.conv3"))
                .containsEntry("block3.project.x", List.of("block3.norm1"))
                .containsEntry("block3.project.last", List.of("block1"))
                .containsEntry("block3.project.llast", List.of("block0"))
                .containsEntry(NetworkSpec.FEATURES, List.of("block15"));
    }

    /** The first step of a stage is a plain residual one; its shortcut is the next one's older state. */
    @Test
    void mResNetLooksBackWithinAStage() {
        ComputationGraphConfiguration graph = configuration(Architecture.MRESNET, 20);

        assertThat(graph.getVertexInputs())
                .containsEntry("block0", List.of("stem", "block0.conv2"))
                .containsEntry("block1", List.of("block0", "stem", "block1.conv2"))
                .containsEntry("block3", List.of("block3.project.x", "block3.conv2"))
                .containsEntry("block4", List.of("block3", "block3.project.x", "block4.conv2"));
    }

    private static ComputationGraphConfiguration configuration(Architecture architecture, int depth) {
        return new NetworkSpec(architecture, depth, 10, CIFAR, Coefficients.OPTIMAL)
                .configuration(new NoOp(), List.of(), 1, DataType.FLOAT);
    }

    private static Convolution convolution(ComputationGraphConfiguration graph, String name) {
        return (Convolution)
                ((LayerVertex) graph.getVertices().get(name)).getLayerConf().getLayer();
    }

    @ParameterizedTest
    @CsvSource({"ZEROSNET, 8, 1, 28", "ZEROSNET, 14, 3, 7", "PRERESNET, 8, 3, 32"})
    void anyImageSizeGivesSixtyFourFeatures(Architecture architecture, int depth, int channels, int side) {
        NetworkSpec spec =
                new NetworkSpec(architecture, depth, 5, new ImageShape(channels, side, side), Coefficients.OPTIMAL);
        ComputationGraph graph = network(spec, List.of(), DataType.FLOAT);
        INDArray images = Nd4j.rand(DataType.FLOAT, 3, channels, side, side);

        assertThat(graph.feedForward(images, false).get(NetworkSpec.FEATURES).shape())
                .containsExactly(3, 64);
        assertThat(graph.outputSingle(images).shape()).containsExactly(3, 5);
    }

    @Test
    void everyParameterOfTheShallowestNetworkLearns() {
        ComputationGraph graph = network(zeroSNet(8), List.of(), DataType.DOUBLE);
        graph.setInputs(Nd4j.rand(DataType.DOUBLE, 4, 3, 32, 32));
        graph.setLabels(Nd4j.eye(10).castTo(DataType.DOUBLE).get(NDArrayIndex.interval(0, 4)));
        graph.computeGradientAndScore();

        graph.gradient()
                .gradientForVariable()
                .forEach((name, gradient) -> assertThat(gradient.norm2Number().doubleValue())
                        .as(name)
                        .isPositive());
    }

    @Test
    void initialParametersDependOnlyOnTheSeed() {
        INDArray first = zeroSNetParameters(7);

        assertThat(zeroSNetParameters(7)).isEqualTo(first);
        assertThat(zeroSNetParameters(8)).isNotEqualTo(first);
    }

    @Test
    void convolutionsStartWithHeFanOutAndTheClassifierUniform() {
        ComputationGraph graph = network(zeroSNet(20), List.of(), DataType.DOUBLE);

        double deviation = graph.getParam("block7.conv1_W").stdNumber().doubleValue();
        assertThat(deviation).isCloseTo(Math.sqrt(2.0 / (9 * 64)), within(1e-3));
        assertThat(graph.getParam("output_W").amaxNumber().doubleValue()).isBetween(0.12, 0.125);
        assertThat(graph.getParam("output_b").amaxNumber().doubleValue()).isBetween(0.03, 0.125);
        assertThat(graph.getParam("norm_gamma").sumNumber().doubleValue()).isEqualTo(64);
        assertThat(graph.getParam("norm_variance").sumNumber().doubleValue()).isEqualTo(64);
    }

    @Test
    void everyTrainedParameterIsRegularisedAndRunningStatisticsAreNot() {
        List<Regularization> decay = List.of(new L2Regularization(1e-4));
        ComputationGraph graph = network(zeroSNet(8), decay, DataType.FLOAT);

        for (org.deeplearning4j.nn.api.Layer layer : graph.getLayers()) {
            for (String parameter : layer.paramTable().keySet()) {
                boolean statistic = parameter.equals("mean") || parameter.equals("variance");
                assertThat(layer.getConfig().getRegularizationByParam(parameter))
                        .as(layer.getConfig().getLayerName() + " " + parameter)
                        .isEqualTo(statistic ? null : decay);
                assertThat(layer.getConfig().getUpdaterByParam(parameter) instanceof NoOp)
                        .isEqualTo(statistic);
            }
        }
    }

    @Test
    void configurationSurvivesJson() {
        ComputationGraphConfiguration configuration =
                zeroSNet(14).configuration(new Sgd(0.1), List.of(), 3, DataType.FLOAT);

        ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(configuration.toJson());

        assertThat(read).isEqualTo(configuration);
        assertThat(read.toJson()).isEqualTo(configuration.toJson());
    }

    @Test
    void savedModelGivesTheSameOutputs(@TempDir Path directory) throws IOException {
        ComputationGraph graph = network(zeroSNet(14), List.of(), DataType.FLOAT);
        INDArray images = Nd4j.rand(DataType.FLOAT, 4, 3, 32, 32);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 4, 10);
        labels.putColumn(3, Nd4j.ones(DataType.FLOAT, 4));
        graph.fit(new DataSet(images, labels));
        Path zip = directory.resolve("model.zip");

        ModelSerializer.writeModel(graph, zip.toFile(), true);
        ComputationGraph read = ModelSerializer.restoreComputationGraph(zip.toFile());

        assertThat(read.params()).isEqualTo(graph.params());
        assertThat(read.outputSingle(images)).isEqualTo(graph.outputSingle(images));
        read.fit(new DataSet(images, labels));
        graph.fit(new DataSet(images, labels));
        assertThat(read.params()).isEqualTo(graph.params());
    }

    @Test
    void everyNetworkHasItsOwnNameForItsImages() {
        List<String> names = Networks.all().stream()
                .map(network -> network.name() + " " + network.input().height())
                .toList();

        assertThat(names)
                .doesNotHaveDuplicates()
                .contains("zerosnet-20-opt 32", "zerosnet-imagenet-50-tra 224", "resnet-50 224", "lenet 32");
    }

    @Test
    void wrongDescriptionsAreNamed() {
        assertThatThrownBy(() -> zeroSNet(21))
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining("21");
        assertThatThrownBy(() -> new NetworkSpec(Architecture.ZEROSNET, 20, 1, CIFAR, Coefficients.OPTIMAL))
                .hasMessageContaining("has 1");
        NetworkConfig three = new NetworkConfig(Architecture.ZEROSNET, 20, List.of(1.0, 0.0, 0.0));
        assertThatThrownBy(() -> NetworkSpec.of(three, 10, CIFAR))
                .hasMessageContaining("network.coefficients must be four numbers");
    }

    private static INDArray zeroSNetParameters(long seed) {
        ComputationGraph graph =
                new ComputationGraph(zeroSNet(8).configuration(new Sgd(0.1), List.of(), seed, DataType.FLOAT));
        graph.init();
        return graph.params();
    }

    private static NetworkSpec zeroSNet(int depth) {
        return new NetworkSpec(Architecture.ZEROSNET, depth, 10, CIFAR, Coefficients.OPTIMAL);
    }

    private static ComputationGraph network(NetworkSpec spec, List<Regularization> regularization, DataType type) {
        ComputationGraph graph = new ComputationGraph(spec.configuration(new Sgd(0.1), regularization, 1, type));
        graph.init();
        return graph;
    }
}
