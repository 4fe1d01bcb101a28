package org.dahlquist.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.dahlquist.run.NetworkConfig;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.ops.transforms.Transforms;

/** ZeroSNet-20 against the official program: ../shared/golden/README.md says how the numbers were made. */
class GoldenNetworkTest {
    @ParameterizedTest
    @EnumSource
    void everyGoldenParameterHasItsPlace(NetworkConfig.Variant variant) {
        GoldenNetwork golden = GoldenNetwork.zeroSNet20(variant);
        ComputationGraph graph = golden.network(new Sgd(0.1), List.of(), DataType.DOUBLE);

        assertThat(golden.names("param/").stream().map(GoldenNetwork::parameterName))
                .containsExactlyInAnyOrderElementsOf(graph.paramTable().keySet());
    }

    @ParameterizedTest
    @EnumSource
    void inferenceGivesTheGoldenLogits(NetworkConfig.Variant variant) {
        assertLogits(variant, DataType.DOUBLE, false, "eval/logits", 1e-4);
    }

    @ParameterizedTest
    @EnumSource
    void trainingModeGivesTheGoldenLogits(NetworkConfig.Variant variant) {
        assertLogits(variant, DataType.DOUBLE, true, "train/logits", 1e-4);
    }

    @ParameterizedTest
    @EnumSource
    void float32LogitsAgreeToAThousandth(NetworkConfig.Variant variant) {
        assertLogits(variant, DataType.FLOAT, false, "eval/logits", 1e-3);
        assertLogits(variant, DataType.FLOAT, true, "train/logits", 1e-3);
    }

    @ParameterizedTest
    @EnumSource
    void lossAndEveryGradientAreGolden(NetworkConfig.Variant variant) {
        assertGradients(variant, DataType.DOUBLE, 1e-4, 1e-4);
    }

    /** Float32 flips ReLU masks near zero: ../shared/spec/onednn.md section 3. */
    @ParameterizedTest
    @EnumSource
    void float32GradientsAgreeLoosely(NetworkConfig.Variant variant) {
        assertGradients(variant, DataType.FLOAT, 1e-3, 5e-2);
    }

    @ParameterizedTest
    @EnumSource
    void runningStatisticsAfterAStepAreGolden(NetworkConfig.Variant variant) {
        GoldenNetwork golden = GoldenNetwork.zeroSNet20(variant);
        ComputationGraph graph = golden.network(new Sgd(0.1), List.of(), DataType.DOUBLE);

        graph.fit(new DataSet(golden.images(DataType.DOUBLE), golden.labels(DataType.DOUBLE)));

        for (String name : golden.names("after/")) {
            INDArray expected = golden.parameter("after/", name, DataType.DOUBLE);
            assertThat(relativeError(graph.getParam(GoldenNetwork.parameterName(name)), expected))
                    .as(name)
                    .isLessThan(1e-5);
        }
    }

    private static void assertLogits(
            NetworkConfig.Variant variant, DataType type, boolean training, String expected, double tolerance) {
        GoldenNetwork golden = GoldenNetwork.zeroSNet20(variant);
        ComputationGraph graph = golden.network(new Sgd(0.1), List.of(), type);
        INDArray probabilities = graph.output(training, golden.images(type))[0].castTo(DataType.DOUBLE);
        INDArray logits = golden.tensor(expected, DataType.DOUBLE);

        assertThat(relativeError(Transforms.log(probabilities), logSoftmax(logits)))
                .isLessThan(tolerance);
    }

    private static void assertGradients(
            NetworkConfig.Variant variant, DataType type, double lossTolerance, double tolerance) {
        GoldenNetwork golden = GoldenNetwork.zeroSNet20(variant);
        ComputationGraph graph = golden.network(new Sgd(0.1), List.of(), type);
        graph.setInputs(golden.images(type));
        graph.setLabels(golden.labels(type));
        graph.computeGradientAndScore();

        double loss = golden.tensor("train/loss", DataType.DOUBLE).getDouble(0);
        assertThat(Math.abs(graph.score() - loss) / loss).isLessThan(lossTolerance);
        Map<String, INDArray> gradients = graph.gradient().gradientForVariable();
        for (String name : golden.names("grad/")) {
            // DL4J sums over the minibatch of 4; its updater divides.
            INDArray gradient = gradients.get(GoldenNetwork.parameterName(name)).div(4);
            assertThat(relativeError(gradient, golden.parameter("grad/", name, DataType.DOUBLE)))
                    .as(name)
                    .isLessThan(tolerance);
        }
    }

    private static INDArray logSoftmax(INDArray logits) {
        INDArray shifted = logits.subColumnVector(logits.max(true, 1));
        return shifted.subColumnVector(Transforms.log(Transforms.exp(shifted).sum(true, 1)));
    }

    private static double relativeError(INDArray found, INDArray expected) {
        INDArray wide = found.castTo(DataType.DOUBLE).reshape(expected.shape());
        return wide.sub(expected).norm2Number().doubleValue()
                / expected.norm2Number().doubleValue();
    }
}
