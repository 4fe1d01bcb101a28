package org.dahlquist.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class FilterDirectionTest {
    private static final long SEED = 7;

    private final ComputationGraph network = TinyNetwork.rectified(SEED);
    private final ParameterLayout layout = ParameterLayout.of(network);
    private final float[] model = network.params().reshape(-1).toFloatVector();

    @Test
    void everyFilterOfTheDirectionIsAsLongAsTheModels() {
        ComputationGraph direction = with(FilterDirection.random(layout, model, SEED));

        for (String convolution : List.of("stem_W", "conv_W")) {
            assertSameRowNorms(
                    convolution,
                    direction.getParam(convolution).dup('c').reshape(16, -1),
                    network.getParam(convolution).dup('c').reshape(16, -1));
        }
        assertSameRowNorms(
                "output's [classes, in]",
                direction.getParam("output_W").transpose(),
                network.getParam("output_W").transpose());
    }

    @Test
    void biasesNormalisationAndStatisticsStayWhereTheyAre() {
        ComputationGraph direction = with(FilterDirection.random(layout, model, SEED));

        direction.paramTable().forEach((name, values) -> {
            if (name.startsWith("norm") || name.equals("output_b")) {
                assertThat(values.amaxNumber().doubleValue()).as(name).isZero();
            }
        });
    }

    @Test
    void theSeedDecides() {
        float[] direction = FilterDirection.random(layout, model, SEED);

        assertThat(FilterDirection.random(layout, model, SEED)).isEqualTo(direction);
        float[] other = FilterDirection.random(layout, model, SEED + 1);
        double product = 0;
        double squares = 0;
        for (int i = 0; i < direction.length; i++) {
            product += direction[i] * other[i];
            squares += direction[i] * direction[i];
        }
        // two random directions in some thousand dimensions are nearly orthogonal
        assertThat(Math.abs(product)).as("seed %d", SEED).isLessThan(0.2 * squares);
    }

    @Test
    void theLayoutKnowsEveryPlaceOfTheStatistics() {
        double[] ones = new double[layout.length()];
        Arrays.fill(ones, 1);
        layout.withoutStatistics(ones);
        List<String> zero = new ArrayList<>();
        ComputationGraph marked = TinyNetwork.rectified(SEED);
        new FlatParameters(marked).write(ones);
        marked.paramTable().forEach((name, values) -> {
            if (values.amaxNumber().doubleValue() == 0) {
                zero.add(name);
            }
        });

        assertThat(zero).containsExactlyInAnyOrder("norm1_mean", "norm1_variance", "norm2_mean", "norm2_variance");
        assertThat(layout.trained()).isEqualTo(layout.length() - 4 * 16);
    }

    private static void assertSameRowNorms(String name, INDArray actual, INDArray expected) {
        for (int row = 0; row < expected.rows(); row++) {
            assertThat(actual.getRow(row).norm2Number().doubleValue())
                    .as("%s, row %d, seed %d", name, row, SEED)
                    .isCloseTo(expected.getRow(row).norm2Number().doubleValue(), within(1e-5));
        }
    }

    private static ComputationGraph with(float[] parameters) {
        ComputationGraph network = TinyNetwork.rectified(SEED);
        new FlatParameters(network).write(parameters);
        return network;
    }
}
