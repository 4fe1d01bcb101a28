package org.dahlquist.layer;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The passes of batch normalisation over images [N, C, H, W]; everything per channel is a {@code double[C]}.
 *
 * <p>Here z = scale·x + shift, and the mask of a rectified normalisation is z &gt; 0.
 */
interface ChannelArithmetic {
    /** Mean and biased variance (divided by N·H·W) of each channel. */
    Moments moments(INDArray x);

    /** Writes z, or max(z, 0) where rectified, to {@code out}. */
    void affine(INDArray x, double[] scale, double[] shift, boolean rectified, INDArray out);

    /** Per channel Σg and Σg·(x − centre), with g = dy, masked where rectified. */
    Sums gradientSums(INDArray x, INDArray dy, Mask mask, double[] centre);

    /** Writes a·g + b·x + c per channel to {@code out}, with g as in {@link #gradientSums}. */
    void inputGradient(INDArray x, INDArray dy, Mask mask, double[] a, double[] b, double[] c, INDArray out);

    /** Mean and biased variance per channel. */
    record Moments(double[] mean, double[] variance) {}

    /** Σg and Σg·(x − centre) per channel. */
    record Sums(double[] gradient, double[] product) {}

    /** Where the forward pass was positive: scale·x + shift &gt; 0; everywhere if not rectified. */
    record Mask(double[] scale, double[] shift, boolean rectified) {}

    /** Plain loops for float32 in main memory, ND4J's operations for the rest (float64, CUDA). */
    static ChannelArithmetic forType(DataType type) {
        return type == DataType.FLOAT && Nd4j.getEnvironment().isCPU()
                ? new FloatChannelArithmetic()
                : new ArrayChannelArithmetic();
    }
}
