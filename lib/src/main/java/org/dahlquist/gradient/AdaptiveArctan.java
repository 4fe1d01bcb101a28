package org.dahlquist.gradient;

import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Arctangent activation that saturates at a fixed part of each tensor's largest magnitude, at every step anew:
 *
 * <pre>
 * alpha = 2 · max|d| / (π · shrink)      beta = gamma / alpha      act(d) = alpha · atan(beta · d)
 * </pre>
 *
 * So the slope at 0 is gamma and the bound max|d| / shrink. The official SGD_atanMom_Ada takes max(d) for max|d|: then a
 * tensor whose elements are all negative is scaled by its smallest magnitude, and one whose maximum is 0 becomes NaN. We
 * take the magnitude, and at least 1e-20. Reference: Liu, Chen, Du, Zhou, "Activated Gradients for Deep Neural
 * Networks", IEEE TNNLS 2021, <a href="https://arxiv.org/abs/2107.04228">arXiv 2107.04228</a>.
 *
 * @param shrink the largest magnitude over the bound, positive and finite
 * @param gamma slope at 0, positive and finite
 */
public record AdaptiveArctan(
        @JsonProperty("shrink") double shrink,
        @JsonProperty("gamma") double gamma) implements GradientActivation {
    private static final long serialVersionUID = 1L;
    private static final double FLOOR = 1e-20;

    /** Checks the range of both constants. */
    public AdaptiveArctan {
        Scale.requirePositive("adaptive", "shrink", shrink);
        Scale.requirePositive("adaptive", "gamma", gamma);
    }

    /** Always true. */
    @Override
    public boolean dependsOnTensor() {
        return true;
    }

    @Override
    public Arctan forTensor(double largest) {
        double alpha = 2 * Math.max(largest, FLOOR) / (Math.PI * shrink);
        return new Arctan(alpha, gamma / alpha);
    }
}
