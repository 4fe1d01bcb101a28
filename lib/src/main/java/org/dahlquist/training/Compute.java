package org.dahlquist.training;

import java.io.Serializable;
import org.dahlquist.onednn.Precision;
import org.dahlquist.run.TrainConfig;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What computes a training step.
 *
 * @param kernels whose kernels
 * @param precision number type of activations and products; parameters are float32 in every case
 */
public record Compute(TrainConfig.Kernels kernels, Precision precision) implements Serializable {
    /** oneDNN where possible, float32. */
    public static final Compute DEFAULT = new Compute(TrainConfig.Kernels.ONEDNN, Precision.FLOAT32);

    /** What a run's settings ask for. */
    public static Compute of(TrainConfig config) {
        return new Compute(
                config.kernels(),
                switch (config.precision()) {
                    case FLOAT32 -> Precision.FLOAT32;
                    case BFLOAT16 -> Precision.BFLOAT16;
                });
    }

    GradientPass pass(ComputationGraph network) {
        return kernels == TrainConfig.Kernels.ND4J ? new GraphPass(network) : new FastestPass(network, precision);
    }
}
