package org.dahlquist.training;

import java.io.Serializable;
import org.dahlquist.onednn.Precision;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What computes a training step.
 *
 * @param kernels whose kernels
 * @param precision number type of activations and products; parameters are float32 in every case
 */
public record Compute(Kernels kernels, Precision precision) implements Serializable {
    /** oneDNN where possible, float32. */
    public static final Compute DEFAULT = new Compute(Kernels.ONEDNN, Precision.FLOAT32);

    /** Whose kernels compute. */
    public enum Kernels {
        /** The whole step in oneDNN primitives; the network's own layers where that isn't possible. */
        ONEDNN,
        /** The network's own layers on ND4J's operations. */
        ND4J
    }

    GradientPass pass(ComputationGraph network) {
        return kernels == Kernels.ND4J ? new GraphPass(network) : new FastestPass(network, precision);
    }
}
