package org.dahlquist.gradient;

import java.io.Serializable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;

/**
 * Gradient activation function (GAF): a scalar function applied to every element of a gradient or a momentum buffer.
 *
 * <p>It is odd and strictly increasing with value 0 at 0, so each element keeps its sign and the step stays a descent
 * direction. Implementations are immutable, thread-safe, compared by value, and stored in a network's JSON under their
 * class name. Reference: Liu, Chen, Du, Zhou, "Activated Gradients for Deep Neural Networks", IEEE TNNLS 2021,
 * <a href="https://arxiv.org/abs/2107.04228">arXiv 2107.04228</a>.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, include = JsonTypeInfo.As.PROPERTY, property = "@class")
public interface GradientActivation extends Serializable {
    /**
     * The function at one point.
     *
     * @param gradient any real number
     * @return the activated gradient, of the same sign
     */
    double value(double gradient);

    /**
     * Replaces every element by the function's value, in place; O(n) time, no allocation.
     *
     * @param gradient any shape, float32 or float64; overwritten
     */
    void activate(INDArray gradient);

    /**
     * Replaces the first elements by the function's value, in place and in float arithmetic; within 3 units in the last
     * place of {@link #value}.
     *
     * @param gradient overwritten
     * @param count elements to replace
     */
    void activate(float[] gradient, int count);
}
