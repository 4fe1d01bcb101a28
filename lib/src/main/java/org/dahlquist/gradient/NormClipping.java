package org.dahlquist.gradient;

import java.io.Serializable;
import org.dahlquist.DahlquistException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.NoOpUpdater;

/**
 * Clipping by norm: the whole gradient times min(1, limit / ‖g‖₂), PyTorch's {@code clip_grad_norm_}; a baseline for GAF.
 *
 * @param limit largest norm of all parameters' gradients together, positive; infinite for no clipping
 */
public record NormClipping(double limit) implements Serializable {
    /** No clipping. */
    public static final NormClipping NONE = new NormClipping(Double.POSITIVE_INFINITY);

    /** Checks the limit. */
    public NormClipping {
        if (!(limit > 0)) {
            throw DahlquistException.config(
                    "clipping by norm needs a positive limit, but it is %s; set train.gradient-clipping.limit", limit);
        }
    }

    /**
     * What a network's gradient is to be multiplied by; one pass over it.
     *
     * @param network whose flat gradient counts, running statistics left out
     * @param slope what the gradient will be multiplied by anyway
     * @param samples what it will be divided by
     * @return slope, times limit / ‖slope · g / samples‖₂ where that norm is above the limit
     */
    public double clipped(ComputationGraph network, double slope, int samples) {
        if (limit == Double.POSITIVE_INFINITY) {
            return slope;
        }
        INDArray flat = network.getFlattenedGradients();
        INDArray gradient = flat.reshape(flat.length());
        double squares = 0;
        for (UpdaterBlock block : network.getUpdater().getUpdaterBlocks()) {
            if (!(block.getGradientUpdater() instanceof NoOpUpdater)) {
                double norm = gradient.get(
                                NDArrayIndex.interval(block.getParamOffsetStart(), block.getParamOffsetEnd()))
                        .norm2Number()
                        .doubleValue();
                squares += norm * norm;
            }
        }
        double norm = Math.abs(slope) * Math.sqrt(squares) / samples;
        return norm > limit ? slope * (limit / norm) : slope;
    }
}
