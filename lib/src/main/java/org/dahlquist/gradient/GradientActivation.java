package org.dahlquist.gradient;

import java.io.Serializable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;

/**
 * Gradient activation function (GAF): a scalar function applied to every element of a gradient, a momentum buffer or
 * another direction, tensor by tensor.
 *
 * <p>It is odd and increasing with value 0 at 0, so each element keeps its sign and the step stays a descent direction.
 * Most are the same for every tensor, see {@link ElementwiseActivation}; {@link AdaptiveArctan} follows the tensor's
 * largest magnitude. Implementations are immutable, thread-safe, compared by value, and stored in a network's JSON under
 * their class name. Reference: Liu, Chen, Du, Zhou, "Activated Gradients for Deep Neural Networks", IEEE TNNLS 2021,
 * <a href="https://arxiv.org/abs/2107.04228">arXiv 2107.04228</a>.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, include = JsonTypeInfo.As.PROPERTY, property = "@class")
public interface GradientActivation extends Serializable {
    /** Whether the function differs from tensor to tensor, so that boundaries between tensors matter. */
    boolean dependsOnTensor();

    /**
     * The function for the elements of one tensor.
     *
     * @param largest the largest magnitude in the tensor; ignored unless {@link #dependsOnTensor}
     */
    ElementwiseActivation forTensor(double largest);

    /**
     * Replaces every element of one tensor by the function's value, in place; O(n) time.
     *
     * @param tensor any shape, float32 or float64; overwritten
     */
    default void activate(INDArray tensor) {
        double largest = dependsOnTensor() ? tensor.amaxNumber().doubleValue() : 0;
        forTensor(largest).activate(tensor);
    }
}
