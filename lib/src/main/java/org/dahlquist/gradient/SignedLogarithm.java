package org.dahlquist.gradient;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Logarithmic activation: act(g) = sign(g) · alpha · log(1 + beta · |g|).
 *
 * <p>It has no bound, yet grows ever more slowly, so it restricts large gradients without clipping them. On the momentum
 * buffer it is SGD_log_Mom. Reference: Liu, Chen, Du, Zhou, "Activated Gradients for Deep Neural Networks", IEEE TNNLS
 * 2021, <a href="https://arxiv.org/abs/2107.04228">arXiv 2107.04228</a>.
 *
 * @param alpha output scale, positive and finite
 * @param beta input scale, positive and finite
 */
public record SignedLogarithm(
        @JsonProperty("alpha") double alpha,
        @JsonProperty("beta") double beta) implements ScaledActivation {
    private static final long serialVersionUID = 1L;

    /** Checks the range of both scales. */
    public SignedLogarithm {
        Scale.requirePositive("log", "alpha", alpha);
        Scale.requirePositive("log", "beta", beta);
    }

    @Override
    public double value(double gradient) {
        return Math.copySign(alpha * Math.log1p(beta * Math.abs(gradient)), gradient);
    }

    @Override
    public void activate(INDArray tensor) {
        INDArray sign = Transforms.sign(tensor, true);
        Transforms.abs(tensor, false).muli(beta);
        INDArray onePlus = tensor.add(1);
        // log(u) · y / (u − 1) with u = 1 + y rounded is log(1 + y) to the last digits; ND4J's Log1p is just log(1 + y)
        INDArray rounded = onePlus.sub(1);
        INDArray exact = rounded.eq(0).castTo(tensor.dataType());
        tensor.muli(Transforms.log(onePlus, false).addi(exact)).divi(rounded.addi(exact));
        tensor.muli(alpha).muli(sign);
    }

    @Override
    public void activate(float[] gradient, int count) {
        float outer = (float) alpha;
        double inner = (float) beta;
        for (int i = 0; i < count; i++) {
            gradient[i] = Math.copySign(outer * (float) logOfOnePlus(inner * Math.abs(gradient[i])), gradient[i]);
        }
    }

    /** log(1 + y) for y ≥ 0, in a quarter of the time of {@link Math#log1p}. */
    private static double logOfOnePlus(double y) {
        double onePlus = 1 + y;
        return onePlus == 1 || onePlus == Double.POSITIVE_INFINITY ? y : Math.log(onePlus) * (y / (onePlus - 1));
    }

    /** Infinite: the logarithm has no bound. */
    @Override
    public double saturation() {
        return Double.POSITIVE_INFINITY;
    }
}
