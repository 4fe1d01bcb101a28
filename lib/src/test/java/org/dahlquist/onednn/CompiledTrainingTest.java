package org.dahlquist.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.network.NetworkSpec;
import org.dahlquist.run.NetworkConfig;
import org.dahlquist.stability.Coefficients;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.NoOp;

class CompiledTrainingTest {
    private static final long SEED = 11;

    /** Without ReLU no mask can flip: every parameter's gradient is that of the layers in float64. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 20})
    void gradientsAreThoseOfTheLayersInFloat64(int batch) {
        ComputationGraph network = BranchedNetwork.create(false, SEED, DataType.FLOAT);
        ComputationGraph reference = BranchedNetwork.create(false, SEED, DataType.DOUBLE);
        reference.params().assign(network.params().castTo(DataType.DOUBLE));
        INDArray images = BranchedNetwork.images(batch, SEED);
        INDArray labels = BranchedNetwork.labels(batch);
        reference.fit(new DataSet(images.castTo(DataType.DOUBLE), labels.castTo(DataType.DOUBLE)));

        CompiledTraining.Result result =
                compiled(network, batch, Precision.FLOAT32).run(images, labels);

        assertThat(result.loss()).isCloseTo(reference.score(), withinPercentage(1e-3));
        for (Map.Entry<String, INDArray> parameter : reference.paramTable().entrySet()) {
            INDArray expected = gradient(reference, parameter.getKey());
            INDArray actual = gradient(network, parameter.getKey()).castTo(DataType.DOUBLE);
            if (!parameter.getKey().matches(".*_(mean|variance)")) {
                expected = expected.mul(batch); // an updater has divided them
            }
            double scale = Math.max(1e-2, expected.ameanNumber().doubleValue());
            assertThat(actual.sub(expected).amaxNumber().doubleValue() / scale)
                    .as("%s, batch %d, seed %d", parameter.getKey(), batch, SEED)
                    .isLessThan(5e-3);
        }
    }

    /** (L(p + εg) − L(p − εg)) / 2ε = |g|² for the summed loss L, over trained parameters. */
    @Test
    void theGradientIsTheDirectionalDerivativeOfTheLoss() {
        int batch = 16;
        ComputationGraph network = BranchedNetwork.create(true, SEED, DataType.FLOAT);
        INDArray images = BranchedNetwork.images(batch, SEED);
        INDArray labels = BranchedNetwork.labels(batch);
        CompiledTraining pass = compiled(network, batch, Precision.FLOAT32);
        pass.run(images, labels);
        INDArray direction =
                network.getFlattenedGradients().dup().reshape(network.params().shape());
        for (String name : network.paramTable().keySet()) {
            if (name.matches(".*_(mean|variance)")) {
                view(network, direction, name).assign(0);
            }
        }
        double squared = Math.pow(direction.norm2Number().doubleValue(), 2);
        double step = 2e-3 / Math.sqrt(squared);
        INDArray start = network.params().dup();

        network.params().addi(direction.mul(step));
        double above = batch * pass.run(images, labels).loss();
        network.params().assign(start).subi(direction.mul(step));
        double below = batch * pass.run(images, labels).loss();

        assertThat((above - below) / (2 * step)).as("seed %d", SEED).isCloseTo(squared, withinPercentage(2));
    }

    @Test
    void repeatedRunsGiveTheSameBits() {
        ComputationGraph network = BranchedNetwork.create(true, SEED, DataType.FLOAT);
        INDArray images = BranchedNetwork.images(8, SEED);
        CompiledTraining pass = compiled(network, 8, Precision.FLOAT32);
        double first = pass.run(images, BranchedNetwork.labels(8)).loss();
        INDArray gradient = network.getFlattenedGradients().dup();

        for (int run = 0; run < 3; run++) {
            assertThat(pass.run(images.dup('c'), BranchedNetwork.labels(8)).loss())
                    .isEqualTo(first);
            assertThat(network.getFlattenedGradients()).isEqualTo(gradient);
        }
    }

    @Test
    void aPassMayRunOnAnotherThreadThanItsCompilation() throws InterruptedException {
        ComputationGraph network = BranchedNetwork.create(true, SEED, DataType.FLOAT);
        INDArray images = BranchedNetwork.images(8, SEED);
        CompiledTraining pass = compiled(network, 8, Precision.FLOAT32);
        double here = pass.run(images, BranchedNetwork.labels(8)).loss();
        double[] there = new double[1];

        Thread thread = new Thread(
                () -> there[0] = pass.run(images, BranchedNetwork.labels(8)).loss());
        thread.start();
        thread.join();

        assertThat(there[0]).isEqualTo(here);
    }

    @Test
    void accuracyCountsTheLargestOutputs() {
        ComputationGraph network = BranchedNetwork.create(true, SEED, DataType.FLOAT);
        INDArray images = BranchedNetwork.images(20, SEED);
        INDArray labels = BranchedNetwork.labels(20);
        INDArray scores = network.output(true, images)[0];
        int expected = scores.argMax(1)
                .eq(labels.argMax(1))
                .castTo(DataType.INT32)
                .sumNumber()
                .intValue();

        assertThat(compiled(network, 20, Precision.FLOAT32).run(images, labels).correct())
                .isEqualTo(expected);
    }

    /** A kernel that oneDNN only has as its reference would be 100 times slower. */
    @ParameterizedTest
    @CsvSource({"ZEROSNET, 14", "PRERESNET, 14", "RESNET, 18"})
    void noPrimitiveFallsBackToTheReferenceKernel(NetworkConfig.Architecture architecture, int depth) {
        NetworkSpec spec = new NetworkSpec(architecture, depth, 10, new ImageShape(3, 32, 32), Coefficients.OPTIMAL);
        ComputationGraph network =
                new ComputationGraph(spec.configuration(new NoOp(), List.of(), SEED, DataType.FLOAT));
        network.init();
        network.initGradientsView();
        INDArray images = Nd4j.zeros(DataType.FLOAT, 4, 3, 32, 32);

        assertThat(compiled(network, images, Precision.FLOAT32).profile(images, Nd4j.zeros(DataType.FLOAT, 4, 10)))
                .hasSizeGreaterThan(80)
                .noneMatch(time -> time.implementation().startsWith("ref"))
                .noneMatch(time -> time.what().startsWith("backward-")
                        && time.implementation().contains("gemm")
                        && !time.layer().equals("output"));
    }

    @Test
    void bfloat16StaysNearFloat32() {
        ComputationGraph network = BranchedNetwork.create(false, SEED, DataType.FLOAT);
        INDArray images = BranchedNetwork.images(20, SEED);
        INDArray labels = BranchedNetwork.labels(20);
        double loss =
                compiled(network, 20, Precision.FLOAT32).run(images, labels).loss();
        INDArray gradient = network.getFlattenedGradients().dup();
        CompiledTraining narrow;
        try {
            narrow = compiled(network, 20, Precision.BFLOAT16);
        } catch (UnsupportedGraphException e) {
            Assumptions.abort(e.getMessage());
            return;
        }

        assertThat(narrow.run(images, labels).loss()).isCloseTo(loss, offset(0.02));
        INDArray difference = network.getFlattenedGradients().sub(gradient);
        assertThat(difference.norm2Number().doubleValue())
                .isLessThan(0.05 * gradient.norm2Number().doubleValue());
    }

    /** Loss, and every gradient's direction and length, as the layers have them; float32 flips a few ReLU masks. */
    @ParameterizedTest
    @CsvSource({
        "ZEROSNET, 14, TRA, AUTO",
        "MRESNET, 20, OPT, AUTO",
        "ZEROSNET, 29, OPT, BOTTLENECK",
        "ZEROSNET, 20, TRA, BOTTLENECK",
        "PREACT_RESNET, 50, OPT, AUTO",
        "CIFAR_RESNET, 11, OPT, BOTTLENECK"
    })
    void otherFamiliesAreComputedAsTheirLayersDo(
            NetworkConfig.Architecture architecture,
            int depth,
            NetworkConfig.Variant variant,
            NetworkConfig.Block block) {
        ComputationGraph network = network(architecture, depth, variant, block);
        INDArray images = Nd4j.randn(DataType.FLOAT, 8, 3, 32, 32);
        INDArray labels = BranchedNetwork.labels(8);
        network.setInputs(images);
        network.setLabels(labels);
        network.computeGradientAndScore();
        INDArray expected = network.getFlattenedGradients().dup();
        Map<String, INDArray> expectedK = trainedK(network);

        double loss =
                compiled(network, images, Precision.FLOAT32).run(images, labels).loss();

        assertThat(loss).isCloseTo(network.score(), withinPercentage(0.1));
        INDArray difference = network.getFlattenedGradients().sub(expected);
        assertThat(difference.norm2Number().doubleValue())
                .as("seed %d", SEED)
                .isLessThan(0.03 * expected.norm2Number().doubleValue());
        Map<String, INDArray> actualK = trainedK(network);
        double largest = expectedK.values().stream()
                .mapToDouble(k -> Math.abs(k.getDouble(0)))
                .max()
                .orElse(0);
        assertThat(actualK).hasSameSizeAs(expectedK);
        actualK.forEach((name, k) -> assertThat(k.getDouble(0))
                .as("%s, seed %d", name, SEED)
                .isCloseTo(expectedK.get(name).getDouble(0), offset(0.02 * largest)));
    }

    @Test
    void outputsOfTrainedSumsAreThoseOfTheLayers() {
        ComputationGraph network =
                network(NetworkConfig.Architecture.ZEROSNET, 14, NetworkConfig.Variant.TRA, NetworkConfig.Block.AUTO);
        INDArray images = Nd4j.randn(DataType.FLOAT, 5, 3, 32, 32);
        try (CompiledInference inference = new CompiledInference(network, new long[] {3, 32, 32}, NetworkSpec.OUTPUT)) {
            assertThat(largestDifference(inference, network, images)).isLessThan(1e-3);
            network.paramTable().get("block3_k").assign(-1.4);
            assertThat(largestDifference(inference, network, images)).isLessThan(1e-3);
        }
    }

    private static double largestDifference(CompiledInference inference, ComputationGraph network, INDArray images) {
        INDArray expected = network.outputSingle(images);
        INDArray actual = Nd4j.createFromArray(inference.run(images)).reshape(expected.shape());
        return actual.sub(expected).amaxNumber().doubleValue();
    }

    /** What it can't compute it refuses by name, so that training goes on layer by layer. */
    @ParameterizedTest
    @CsvSource({
        "VGG, 11, vertex stage0.conv1 is a Convolution in groups or with bias",
        "SE_RESNEXT, 11, vertex block0.conv2 is a Convolution in groups or with bias",
        "DENSENET, 16, vertex stage0.layer0 is a MergeVertex",
        "MOBILENET_V2, 0, vertex block0.depthwise is a Convolution in groups or with bias"
    })
    void otherNetworksAreRefused(NetworkConfig.Architecture architecture, int depth, String reason) {
        ComputationGraph network = network(architecture, depth, NetworkConfig.Variant.OPT, NetworkConfig.Block.AUTO);

        assertThatThrownBy(() -> new CompiledTraining(network, new long[] {2, 3, 32, 32}, Precision.FLOAT32))
                .isInstanceOf(UnsupportedGraphException.class)
                .hasMessage(reason);
    }

    private static Map<String, INDArray> trainedK(ComputationGraph network) {
        Map<String, INDArray> gradients = new LinkedHashMap<>();
        for (String name : network.paramTable().keySet()) {
            if (name.endsWith("_k")) {
                gradients.put(name, gradient(network, name).dup());
            }
        }
        return gradients;
    }

    private static ComputationGraph network(
            NetworkConfig.Architecture architecture,
            int depth,
            NetworkConfig.Variant variant,
            NetworkConfig.Block block) {
        NetworkConfig config = new NetworkConfig(
                architecture, depth, variant, List.of(0.25, 0.6, 0.15, 1.9), 1.2, block, NetworkConfig.Stem.AUTO);
        ComputationGraph network = new ComputationGraph(new NetworkSpec(config, 5, new ImageShape(3, 32, 32))
                .configuration(new NoOp(), List.of(), SEED, DataType.FLOAT));
        network.init();
        network.initGradientsView();
        Nd4j.getRandom().setSeed(SEED);
        return network;
    }

    /** oneDNN's kernels for plain images know up to three channels. */
    @Test
    void imagesOfFourChannelsAreRefused() {
        NetworkSpec spec = new NetworkSpec(
                NetworkConfig.Architecture.ZEROSNET, 8, 5, new ImageShape(4, 8, 8), Coefficients.OPTIMAL);
        ComputationGraph network =
                new ComputationGraph(spec.configuration(new NoOp(), List.of(), SEED, DataType.FLOAT));
        network.init();
        network.initGradientsView();

        assertThatThrownBy(() -> new CompiledTraining(network, new long[] {2, 4, 8, 8}, Precision.FLOAT32))
                .isInstanceOf(UnsupportedGraphException.class)
                .hasMessageContaining("backward-weights of stem");
    }

    @Test
    void whatOneDnnCannotCreateIsARefusalOfTheGraph() {
        assertThatThrownBy(() -> OneDnn.compile(() -> {
                    throw new RuntimeException("could not create a primitive descriptor iterator: status = 3");
                }))
                .isInstanceOf(UnsupportedGraphException.class)
                .hasMessageContaining("status = 3");
        assertThatThrownBy(() -> OneDnn.compile(() -> {
                    throw new IllegalStateException("a mistake of ours");
                }))
                .isInstanceOf(IllegalStateException.class);
    }

    /** One channel, as MNIST's, and a size that isn't a multiple of 4. */
    @ParameterizedTest
    @CsvSource({"1, 28", "3, 30"})
    void otherImagesAreComputedTheSame(int channels, int side) {
        NetworkSpec spec = new NetworkSpec(
                NetworkConfig.Architecture.ZEROSNET, 14, 5, new ImageShape(channels, side, side), Coefficients.OPTIMAL);
        ComputationGraph network =
                new ComputationGraph(spec.configuration(new NoOp(), List.of(), SEED, DataType.FLOAT));
        network.init();
        network.initGradientsView();
        Nd4j.getRandom().setSeed(SEED);
        INDArray images = Nd4j.randn(DataType.FLOAT, 6, channels, side, side);
        INDArray labels = BranchedNetwork.labels(6);

        double loss =
                compiled(network, images, Precision.FLOAT32).run(images, labels).loss();

        assertThat(loss).isCloseTo(network.score(new DataSet(images, labels), true), withinPercentage(0.1));
    }

    /** Some sums have no second or third term then, some gradients none at all. */
    @ParameterizedTest
    @CsvSource({"1, 0, 0, 1", "0, 1, 0, 2", "3, -3, 1, 0", "0, 0, 1, 1"})
    void coefficientsMayBeZero(double a0, double a1, double a2, double b0) {
        NetworkSpec spec = new NetworkSpec(
                NetworkConfig.Architecture.ZEROSNET, 20, 5, new ImageShape(3, 8, 8), new Coefficients(a0, a1, a2, b0));
        ComputationGraph network =
                new ComputationGraph(spec.configuration(new NoOp(), List.of(), SEED, DataType.FLOAT));
        network.init();
        network.initGradientsView();
        ComputationGraph layers = network.clone();
        layers.initGradientsView();
        Nd4j.getRandom().setSeed(SEED);
        INDArray images = Nd4j.randn(DataType.FLOAT, 16, 3, 8, 8);
        INDArray labels = BranchedNetwork.labels(16);

        double loss =
                compiled(network, images, Precision.FLOAT32).run(images, labels).loss();
        layers.setInput(0, images);
        layers.setLabels(labels);
        layers.computeGradientAndScore();

        assertThat(loss).isCloseTo(layers.score(), withinPercentage(0.1));
        INDArray difference = network.getFlattenedGradients().sub(layers.getFlattenedGradients());
        assertThat(difference.norm2Number().doubleValue())
                .as("seed %d", SEED)
                .isLessThan(1e-4 * layers.getFlattenedGradients().norm2Number().doubleValue());
    }

    @Test
    void aLayerItDoesNotKnowIsNamed() {
        ComputationGraph network = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("image")
                .setInputTypes(InputType.convolutional(8, 8, 3))
                .addLayer("first", new ConvolutionLayer.Builder(3, 3).nOut(4).build(), "image")
                .addLayer("last", new OutputLayer.Builder().nOut(2).build(), "first")
                .setOutputs("last")
                .build());
        network.init();

        assertThatThrownBy(() -> new CompiledTraining(network, new long[] {2, 3, 8, 8}, Precision.FLOAT32))
                .isInstanceOf(UnsupportedGraphException.class)
                .hasMessageContaining("vertex first is a ConvolutionLayer");
    }

    private static CompiledTraining compiled(ComputationGraph network, int batch, Precision precision) {
        return compiled(network, BranchedNetwork.images(batch, SEED), precision);
    }

    private static CompiledTraining compiled(ComputationGraph network, INDArray images, Precision precision) {
        return new CompiledTraining(network, images.shape(), precision);
    }

    private static INDArray gradient(ComputationGraph network, String parameter) {
        return view(network, network.getFlattenedGradients(), parameter);
    }

    /** The stretch of a flat vector that belongs to a parameter. */
    private static INDArray view(ComputationGraph network, INDArray flat, String parameter) {
        INDArray values = network.paramTable().get(parameter);
        long start = (address(values) - address(network.params()))
                / values.dataType().width();
        return flat.reshape(flat.length()).get(NDArrayIndex.interval(start, start + values.length()));
    }

    private static long address(INDArray array) {
        return array.data().addressPointer().address();
    }
}
