package org.dahlquist.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.network.NetworkSpec;
import org.dahlquist.run.NetworkConfig;
import org.dahlquist.stability.Coefficients;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

class CompiledInferenceTest {
    private static final long SEED = 5;

    /** One image, part of a block, a block, and blocks with a rest. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 16, 37})
    void outputsAreThoseOfTheLayers(int images) {
        ComputationGraph network = BranchedNetwork.create(true, SEED, DataType.FLOAT);

        assertAgrees(network, "output", BranchedNetwork.images(images, SEED));
        assertAgrees(network, "features", BranchedNetwork.images(images, SEED));
    }

    @ParameterizedTest
    @CsvSource({"ZEROSNET, 14", "PRERESNET, 14", "RESNET, 18"})
    void wholeNetworksAgreeToo(NetworkConfig.Architecture architecture, int depth) {
        NetworkSpec spec = new NetworkSpec(architecture, depth, 10, new ImageShape(3, 32, 32), Coefficients.OPTIMAL);
        ComputationGraph network =
                new ComputationGraph(spec.configuration(new NoOp(), List.of(), SEED, DataType.FLOAT));
        network.init();
        Nd4j.getRandom().setSeed(SEED);

        assertAgrees(network, NetworkSpec.OUTPUT, Nd4j.randn(DataType.FLOAT, 20, 3, 32, 32));
    }

    @Test
    void onlyFeaturesAndOutputCanBeAskedFor() {
        ComputationGraph network = BranchedNetwork.create(true, SEED, DataType.FLOAT);

        assertThatThrownBy(() -> new CompiledInference(network, BranchedNetwork.IMAGE, "norm1"))
                .isInstanceOf(UnsupportedGraphException.class)
                .hasMessageContaining("norm1");
    }

    @Test
    void refreshedOutputsAreThoseOfTheChangedParameters() {
        ComputationGraph network = BranchedNetwork.create(true, SEED, DataType.FLOAT);
        INDArray images = BranchedNetwork.images(20, SEED);
        try (CompiledInference compiled = new CompiledInference(network, BranchedNetwork.IMAGE, "output")) {
            float[] before = compiled.run(images);
            network.params().muli(1.1);
            float[] stale = compiled.run(images);

            compiled.refresh();

            float[] anew = new CompiledInference(network, BranchedNetwork.IMAGE, "output").run(images);
            assertThat(compiled.run(images))
                    .isEqualTo(anew)
                    .isNotEqualTo(before)
                    .isNotEqualTo(stale);
        }
    }

    private static void assertAgrees(ComputationGraph network, String vertex, INDArray images) {
        long[] shape = {images.size(1), images.size(2), images.size(3)};
        float[] expected = network.output(List.of(vertex), false, new INDArray[] {images}, null)[0]
                .dup('c')
                .data()
                .asFloat();
        float[] actual = new CompiledInference(network, shape, vertex).run(images);
        float largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.abs(actual[i] - expected[i]))
                    .as("%s, value %d, seed %d", vertex, i, SEED)
                    .isLessThan(2e-5f * largest);
        }
    }
}
