package org.dahlquist.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.layer.BatchNormalisation;
import org.dahlquist.layer.Convolution;
import org.dahlquist.layer.Multistep;
import org.dahlquist.layer.SoftmaxOutput;
import org.dahlquist.network.NetworkSpec;
import org.dahlquist.run.NetworkConfig.Architecture;
import org.dahlquist.stability.Coefficients;
import org.dahlquist.training.SmallNetwork;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Central differences of the logits in float64 against the gradient of the input, and what follows from it. */
class NetworkClassifierTest {
    private static final ImageShape SHAPE = new ImageShape(3, 8, 8);
    private static final PixelScale SCALE =
            new PixelScale(SHAPE, new double[] {.4914, .4822, .4465}, new double[] {.2023, .1994, .2010});
    private static final int BATCH = 3;
    private static final int CLASSES = 4;
    /** So small that hardly a rectified unit among 100,000 changes its sign in between. */
    private static final double STEP = 1e-8;

    private static final int CHECKED = 20;

    @ParameterizedTest
    @CsvSource({"ZEROSNET, 8", "ZEROSNET, 14", "PRERESNET, 8", "RESNET, 18"})
    void gradientOfTheInputIsThatOfTheNetworkInInference(Architecture architecture, int depth) {
        assertGradient(network(architecture, depth, DataType.DOUBLE));
    }

    @Test
    void layersThatWouldOverwriteTheirInputAndDropoutAreDifferentiatedToo() {
        ComputationGraphConfiguration graph = new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .updater(new NoOp())
                .graphBuilder()
                .addInputs("image")
                .setInputTypes(InputType.convolutional(8, 8, 3))
                .addLayer("first", new Convolution(3, 4, 3, 1, 1, 11), "image")
                .addLayer("sigmoid", new ActivationLayer(Activation.SIGMOID), "first")
                .addLayer("norm", new BatchNormalisation(4, true), "first")
                .addVertex("sum", new Multistep(2, -1, .5), "sigmoid", "norm", "first")
                .addLayer(
                        "pool",
                        new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                                .kernelSize(2, 2)
                                .stride(2, 2)
                                .build(),
                        "sum")
                .addLayer(
                        "dense",
                        new DenseLayer.Builder()
                                .nOut(6)
                                .activation(Activation.TANH)
                                .dropOut(.5)
                                .build(),
                        "pool")
                .addLayer("output", new SoftmaxOutput(6, CLASSES, 12), "dense")
                .setOutputs("output")
                .build();
        ComputationGraph network = new ComputationGraph(graph);
        network.init();

        assertGradient(network);
    }

    @Test
    void logitsAreThoseOfTheNetworksProbabilities() {
        ComputationGraph network = network(Architecture.ZEROSNET, 8, DataType.FLOAT);
        float[] pixels = pixels(BATCH);
        INDArray input = Nd4j.create(SCALE.input(pixels), new long[] {BATCH, 3, 8, 8}, 'c');
        INDArray expected = network.outputSingle(input);

        float[] logits = new NetworkClassifier(network, SCALE).logits(pixels);

        INDArray found = Transforms.softmax(Nd4j.create(logits, new long[] {BATCH, CLASSES}, 'c'));
        assertThat(found.distance2(expected)).isLessThan(1e-5);
    }

    @Test
    void pixelsAreNormalisedOnTheWayInAndSoIsTheGradientOnTheWayOut() {
        NetworkClassifier classifier =
                new NetworkClassifier(network(Architecture.PRERESNET, 8, DataType.DOUBLE), SCALE);
        float[] pixels = pixels(1);
        float[] weights = {1, -1, 0, 2};
        classifier.logits(pixels);
        float[] gradient = classifier.pixelGradient(weights);

        float[] up = pixels.clone();
        float[] down = pixels.clone();
        double slope = 0;
        for (int i = 0; i < pixels.length; i++) {
            up[i] += 1e-4f * gradient[i];
            down[i] -= 1e-4f * gradient[i];
            slope += gradient[i] * gradient[i];
        }
        double difference = (weighted(classifier.logits(up), weights) - weighted(classifier.logits(down), weights));
        assertThat(difference / 2e-4).isCloseTo(slope, within(.01 * slope));
    }

    @Test
    void projectedGradientsRaiseTheLossMoreThanOneStepAndOneStepMoreThanNone() {
        NetworkClassifier classifier = new NetworkClassifier(network(Architecture.ZEROSNET, 8, DataType.FLOAT), SCALE);
        int rows = 16;
        float[] pixels = pixels(rows);
        int[] labels = new SplittableRandom(8).ints(rows, 0, CLASSES).toArray();
        long[] ids = new SplittableRandom(9).longs(rows).toArray();
        double radius = 8 / 255.0;

        float[] fgsm = SignGradientAttack.fgsm(radius).perturb(classifier, pixels, labels, ids);
        float[] pgd = SignGradientAttack.pgd(radius, radius / 4, 10, 1).perturb(classifier, pixels, labels, ids);

        double clean = loss(classifier.logits(pixels), labels);
        double oneStep = loss(classifier.logits(fgsm), labels);
        double tenSteps = loss(classifier.logits(pgd), labels);
        assertThat(oneStep).isGreaterThan(clean);
        assertThat(tenSteps).isGreaterThan(oneStep);
    }

    @Test
    void networksWithoutAUsableGradientAreRefused() {
        ComputationGraph stock =
                new ComputationGraph(SmallNetwork.configuration(SmallNetwork.activatedMomentum(0.1), 3, 8, CLASSES, 1));
        stock.init();

        assertThatThrownBy(() -> new NetworkClassifier(stock, SCALE))
                .hasMessageStartingWith("CONFIG")
                .hasMessageContaining("layer norm (DL4J's batch normalisation)");
    }

    private static void assertGradient(ComputationGraph network) {
        NetworkClassifier classifier = new NetworkClassifier(network, SCALE);
        Nd4j.getRandom().setSeed(5);
        INDArray images = Nd4j.randn(DataType.DOUBLE, BATCH, 3, 8, 8);
        INDArray weights = Nd4j.randn(DataType.DOUBLE, BATCH, CLASSES);
        classifier.logits(images.dup());
        INDArray gradient = classifier.inputGradient(weights).dup('c').reshape(images.length());
        double scale = gradient.norm2Number().doubleValue() / Math.sqrt(images.length());
        assertThat(scale).isPositive();
        SplittableRandom random = new SplittableRandom(6);
        for (int n = 0; n < CHECKED; n++) {
            long i = random.nextLong(images.length());
            double difference =
                    weighted(classifier, images, weights, i, STEP) - weighted(classifier, images, weights, i, -STEP);
            assertThat(gradient.getDouble(i))
                    .as("value %d", i)
                    .isCloseTo(difference / (2 * STEP), within(1e-5 * scale));
        }
    }

    private static double weighted(
            NetworkClassifier classifier, INDArray images, INDArray weights, long index, double step) {
        INDArray moved = images.dup('c');
        moved.data().put(index, moved.data().getDouble(index) + step);
        return classifier.logits(moved).mul(weights).sumNumber().doubleValue();
    }

    private static double weighted(float[] logits, float[] weights) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += logits[i] * weights[i];
        }
        return sum;
    }

    private static double loss(float[] logits, int[] labels) {
        double loss = 0;
        for (int row = 0; row < labels.length; row++) {
            double sum = 0;
            for (int c = 0; c < CLASSES; c++) {
                sum += Math.exp(logits[row * CLASSES + c]);
            }
            loss += Math.log(sum) - logits[row * CLASSES + labels[row]];
        }
        return loss / labels.length;
    }

    /** Initial weights, and running statistics, γ and β away from 0 and 1. */
    private static ComputationGraph network(Architecture architecture, int depth, DataType type) {
        NetworkSpec spec = new NetworkSpec(architecture, depth, CLASSES, SHAPE, Coefficients.OPTIMAL);
        ComputationGraph network = new ComputationGraph(spec.configuration(new NoOp(), List.of(), 7, type));
        network.init();
        Nd4j.getRandom().setSeed(4);
        network.params().addi(Nd4j.randn(type, network.params().shape()).muli(.05));
        return network;
    }

    private static float[] pixels(int rows) {
        SplittableRandom random = new SplittableRandom(rows);
        float[] pixels = new float[rows * SHAPE.size()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextDouble();
        }
        return pixels;
    }
}
