package org.dahlquist.gradient;

import java.util.function.BiFunction;
import org.dahlquist.DahlquistException;

/**
 * The activations act(g) = alpha · f(beta · g) with f′(0) = 1, and how to choose alpha and beta by what they do.
 *
 * <p>The pairs of the paper's runs have the slope 2 or 1.2. Reference: Liu, Chen, Du, Zhou, "Activated Gradients for Deep
 * Neural Networks", IEEE TNNLS 2021, <a href="https://arxiv.org/abs/2107.04228">arXiv 2107.04228</a>.
 */
public enum ActivationFamily {
    /** f = arctan. */
    ATAN(Arctan::new),
    /** f = tanh. */
    TANH(HyperbolicTangent::new),
    /** f(x) = sign(x) · log(1 + |x|). */
    LOG(SignedLogarithm::new);

    private final BiFunction<Double, Double, ScaledActivation> constructor;

    ActivationFamily(BiFunction<Double, Double, ScaledActivation> constructor) {
        this.constructor = constructor;
    }

    /**
     * The activation with these scales.
     *
     * @param alpha output scale, positive
     * @param beta input scale, positive
     */
    public ScaledActivation of(double alpha, double beta) {
        return constructor.apply(alpha, beta);
    }

    /**
     * The activation with this slope at 0 and this bound: alpha = saturation / sup f, beta = slope / alpha.
     *
     * @param slope alpha · beta, positive
     * @param saturation bound of all values, positive
     * @throws DahlquistException for the logarithm, which has no bound
     */
    public ScaledActivation withSaturation(double slope, double saturation) {
        double bound = of(1, 1).saturation();
        if (!Double.isFinite(bound)) {
            throw DahlquistException.config("the logarithm has no saturation; choose it by slope and fixed point");
        }
        double alpha = saturation / bound;
        return of(alpha, slope / alpha);
    }

    /**
     * The activation with this slope at 0 that leaves gradients of this size alone.
     *
     * <p>x* · beta depends on the slope only, because x* = alpha · f(beta x*) is beta x* = slope · f(beta x*).
     *
     * @param slope alpha · beta, above 1
     * @param fixedPoint x*, positive
     * @throws DahlquistException if the slope is not above 1
     */
    public ScaledActivation withFixedPoint(double slope, double fixedPoint) {
        double scaled = of(slope, 1)
                .fixedPoint()
                .orElseThrow(() -> DahlquistException.config(
                        "a fixed point needs a slope above 1, else no gradient is enlarged, but the slope is %s",
                        slope));
        double beta = scaled / fixedPoint;
        return of(slope / beta, beta);
    }
}
