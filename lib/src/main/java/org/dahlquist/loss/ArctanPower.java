package org.dahlquist.loss;

import org.dahlquist.DahlquistException;

/**
 * The arctan-power deformation ψ(ℓ) = α·atan(βℓ)^γ + δℓ, with ψ′(ℓ) = αβγ·atan(βℓ)^(γ−1)/(1 + β²ℓ²) + δ.
 *
 * <p>Reference: arXiv 2009.08274, AP(α, β, γ, δ).
 *
 * @param alpha weight of the arctangent, at least 0
 * @param beta scale of the loss inside, positive
 * @param gamma power, at least 1
 * @param delta weight of the loss itself, at least 0
 */
public record ArctanPower(double alpha, double beta, double gamma, double delta) implements Deformation {
    private static final long serialVersionUID = 1L;

    /** Checks that ψ never falls. */
    public ArctanPower {
        if (!(alpha >= 0 && beta > 0 && gamma >= 1 && delta >= 0 && alpha + delta > 0)
                || !Double.isFinite(alpha * beta * gamma * delta)) {
            throw DahlquistException.config(
                    "an arctan-power deformation needs alpha >= 0, beta > 0, gamma >= 1, delta >= 0, all finite and alpha"
                            + " or delta above 0, but has %s, %s, %s, %s; correct train.deformation",
                    alpha, beta, gamma, delta);
        }
    }

    @Override
    public double value(double loss) {
        return alpha * Math.pow(Math.atan(beta * loss), gamma) + delta * loss;
    }

    @Override
    public double slope(double loss) {
        double inner = beta * loss;
        double power = gamma == 1 ? 1 : Math.pow(Math.atan(inner), gamma - 1);
        return alpha * beta * gamma * power / (1 + inner * inner) + delta;
    }
}
