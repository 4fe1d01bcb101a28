package org.dahlquist.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dahlquist.onednn.CompiledTraining;
import org.dahlquist.onednn.Precision;
import org.dahlquist.onednn.PrimitiveTime;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

class LayerFloorTest {
    private static final int BATCH = 2;

    /** 3→16 channels, 3x3, 32². */
    private static final long STEM = 3 * 16 * 9 * 1024;

    /**
     * Multiply-adds of ZeroSNet-20's convolutions by hand: stem; six of 16→16 at 32²; twice one of C→2C, five of
     * 2C→2C and three projections at a quarter of the pixels.
     */
    private static final long FORWARD = STEM
            + 6 * (16 * 16 * 9 * 1024)
            + (16 * 32 * 9 + 5 * 32 * 32 * 9 + 3 * 16 * 32) * 256
            + (32 * 64 * 9 + 5 * 64 * 64 * 9 + 3 * 32 * 64) * 64;

    @Test
    void everyConvolutionIsCountedForwardAndTwiceBackwardExceptTowardsTheImages() {
        List<PrimitiveTime> step = step();

        assertThat(FORWARD).isEqualTo(41_336_832);
        assertThat(multiplyAdds(step, "forward")).isEqualTo(BATCH * FORWARD);
        assertThat(multiplyAdds(step, "backward-weights")).isEqualTo(BATCH * FORWARD);
        assertThat(multiplyAdds(step, "backward-data")).isEqualTo(BATCH * (FORWARD - STEM));
        assertThat(step.stream()
                        .filter(time ->
                                time.layer().equals("stem") && time.what().equals("forward"))
                        .mapToLong(PrimitiveTime::flops))
                .containsExactly(2 * BATCH * STEM);
    }

    @Test
    void theFloorIsOperationsOrBytesWhicheverTakesLonger() {
        MachinePeak peak = new MachinePeak(100e9, 10e9);

        assertThat(peak.floorSeconds(200_000_000, 1_000_000)).isEqualTo(2e-3);
        assertThat(peak.floorSeconds(200_000_000, 50_000_000)).isEqualTo(5e-3);
        assertThat(peak.floorSeconds(0, 10_000_000)).isEqualTo(1e-3);
    }

    private static long multiplyAdds(List<PrimitiveTime> step, String what) {
        return step.stream()
                        .filter(time ->
                                time.what().equals(what) && !time.layer().equals("output"))
                        .mapToLong(PrimitiveTime::flops)
                        .sum()
                / 2;
    }

    private static List<PrimitiveTime> step() {
        ComputationGraph graph = new ComputationGraph(
                BenchNetwork.ZEROSNET_20.spec().configuration(new NoOp(), List.of(), 1, DataType.FLOAT));
        graph.init();
        graph.initGradientsView();
        INDArray images = Nd4j.rand(DataType.FLOAT, BATCH, 3, 32, 32);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, BATCH, BenchNetwork.CLASSES);
        labels.getColumn(0).assign(1);
        try (CompiledTraining pass = new CompiledTraining(graph, images.shape(), Precision.FLOAT32)) {
            return pass.profile(images, labels);
        }
    }
}
