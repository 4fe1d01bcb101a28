package org.dahlquist.gradient;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.ATan;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Arctangent activation: act(g) = alpha · atan(beta · g).
 *
 * <p>Its slope at 0 is alpha · beta; above 1 it enlarges gradients below the fixed point x* and shrinks those above.
 * Its values stay within ± alpha · π / 2, so it also clips. Reference: Liu, Chen, Du, Zhou, "Activated Gradients for
 * Deep Neural Networks", IEEE TNNLS 2021, <a href="https://arxiv.org/abs/2107.04228">arXiv 2107.04228</a>.
 *
 * @param alpha output scale, positive and finite
 * @param beta input scale, positive and finite
 */
public record Arctan(
        @JsonProperty("alpha") double alpha,
        @JsonProperty("beta") double beta) implements ScaledActivation {
    private static final long serialVersionUID = 1L;
    private static final float TAN_PI_8 = 0.41421357f;
    private static final float TAN_3PI_8 = 2.4142135f;

    /** Checks the range of both scales. */
    public Arctan {
        Scale.requirePositive("arctangent", "alpha", alpha);
        Scale.requirePositive("arctangent", "beta", beta);
    }

    @Override
    public double value(double gradient) {
        return alpha * Math.atan(beta * gradient);
    }

    @Override
    public void activate(INDArray tensor) {
        tensor.muli(beta);
        Nd4j.exec(new ATan(tensor, tensor));
        tensor.muli(alpha);
    }

    @Override
    public void activate(float[] gradient, int count) {
        float outer = (float) alpha;
        float inner = (float) beta;
        for (int i = 0; i < count; i++) {
            gradient[i] = outer * arctan(inner * gradient[i]);
        }
    }

    /**
     * The arctangent in float arithmetic, within 3 units in the last place; a sixth of the time of {@link Math#atan}.
     *
     * <p>Reduction to |x| ≤ tan(π/8) by atan(x) = π/2 − atan(1/x) and π/4 + atan((x − 1)/(x + 1)), then the minimax
     * polynomial of the Cephes library's {@code atanf} (Moshier, "Methods and Programs for Mathematical Functions").
     */
    static float arctan(float x) {
        float size = Math.abs(x);
        float base = 0;
        float reduced = size;
        if (size > TAN_3PI_8) {
            base = (float) (Math.PI / 2);
            reduced = -1 / size;
        } else if (size > TAN_PI_8) {
            base = (float) (Math.PI / 4);
            reduced = (size - 1) / (size + 1);
        }
        float z = reduced * reduced;
        float tail = (((8.05374449538e-2f * z - 1.38776856032e-1f) * z + 1.99777106478e-1f) * z - 3.33329491539e-1f)
                * z
                * reduced;
        return Math.copySign(base + (tail + reduced), x);
    }

    /** alpha · π / 2, which no value reaches. */
    @Override
    public double saturation() {
        return alpha * Math.PI / 2;
    }
}
