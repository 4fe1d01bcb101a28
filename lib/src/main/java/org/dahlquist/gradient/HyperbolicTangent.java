package org.dahlquist.gradient;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Hyperbolic tangent activation: act(g) = alpha · tanh(beta · g), within ± alpha.
 *
 * <p>On the momentum buffer it is SGD_tanh_Mom. Reference: Liu, Chen, Du, Zhou, "Activated Gradients for Deep Neural
 * Networks", IEEE TNNLS 2021, <a href="https://arxiv.org/abs/2107.04228">arXiv 2107.04228</a>.
 *
 * @param alpha output scale, positive and finite
 * @param beta input scale, positive and finite
 */
public record HyperbolicTangent(
        @JsonProperty("alpha") double alpha,
        @JsonProperty("beta") double beta) implements ScaledActivation {
    private static final long serialVersionUID = 1L;
    private static final float POLYNOMIAL_BELOW = 0.625f;
    private static final double SERIES_BELOW = 0.1;
    private static final double[] SERIES = {-1382 / 155_925.0, 62 / 2835.0, -17 / 315.0, 2 / 15.0, -1 / 3.0, 1};

    /** Checks the range of both scales. */
    public HyperbolicTangent {
        Scale.requirePositive("tanh", "alpha", alpha);
        Scale.requirePositive("tanh", "beta", beta);
    }

    @Override
    public double value(double gradient) {
        return alpha * Math.tanh(beta * gradient);
    }

    @Override
    public void activate(INDArray tensor) {
        tensor.muli(beta);
        INDArray near = Transforms.abs(tensor, true).lt(SERIES_BELOW).castTo(tensor.dataType());
        INDArray series = series(tensor);
        Nd4j.exec(new Tanh(tensor, tensor));
        tensor.addi(series.subi(tensor).muli(near)).muli(alpha);
    }

    /** The Taylor series, because ND4J's tanh of tiny numbers is a difference of exponentials with few digits left. */
    private static INDArray series(INDArray x) {
        INDArray z = x.mul(x);
        INDArray sum = Nd4j.valueArrayOf(x.shape(), 0.0, x.dataType());
        for (double coefficient : SERIES) {
            sum.muli(z).addi(coefficient);
        }
        return sum.muli(x);
    }

    @Override
    public void activate(float[] gradient, int count) {
        float outer = (float) alpha;
        float inner = (float) beta;
        for (int i = 0; i < count; i++) {
            gradient[i] = outer * tanh(inner * gradient[i]);
        }
    }

    /**
     * The hyperbolic tangent to float precision, within 2 units in the last place.
     *
     * <p>Near 0 the polynomial of the Cephes library's {@code tanhf} (Moshier, "Methods and Programs for Mathematical
     * Functions"), elsewhere 1 − 2/(exp(2x) + 1).
     */
    static float tanh(float x) {
        float size = Math.abs(x);
        if (size >= POLYNOMIAL_BELOW) {
            return (float) Math.copySign(1 - 2 / (Math.exp(2.0 * size) + 1), x);
        }
        float z = x * x;
        float tail =
                ((((-5.70498872745e-3f * z + 2.06390887954e-2f) * z - 5.37397155531e-2f) * z + 1.33314422036e-1f) * z
                        - 3.33332819422e-1f);
        return x + x * z * tail;
    }

    /** alpha, which no value reaches. */
    @Override
    public double saturation() {
        return alpha;
    }
}
