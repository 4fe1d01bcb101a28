package org.dahlquist.loss;

import org.dahlquist.DahlquistException;

/**
 * The log-exp deformation ψ(ℓ) = log(e^(c₂ℓ) − c₀) · c₁/c₂, evaluated as c₁ℓ + c₁/c₂ · log1p(−c₀·e^(−c₂ℓ)), with
 * ψ′(ℓ) = c₁/(1 − c₀·e^(−c₂ℓ)).
 *
 * <p>With c₁ = c₂ = 1 it is "log-exp-sub", log(e^ℓ − c₀). ψ′(0) = c₁/(1 − c₀) and ψ′ → c₁ for large ℓ; ψ is negative near
 * 0. References: arXiv 2009.08274; "Efficient Loss Landscape Reshaping", IEEE TNNLS 2024, DOI
 * 10.1109/TNNLS.2024.3462516.
 *
 * @param c0 at least 0 and below 1, else ψ is undefined near ℓ = 0
 * @param c1 slope at large losses, positive and finite
 * @param c2 scale of the loss, positive and finite
 */
public record LogExp(double c0, double c1, double c2) implements Deformation {
    private static final long serialVersionUID = 1L;

    /** Checks the ranges. */
    public LogExp {
        if (!(c0 >= 0 && c0 < 1)) {
            throw DahlquistException.config(
                    "a log-exp deformation needs 0 <= c < 1, else the logarithm of exp(loss) - c is undefined for small"
                            + " losses, but c is %s; correct train.deformation",
                    c0);
        }
        if (!(c1 > 0 && c2 > 0 && Double.isFinite(c1 * c2))) {
            throw DahlquistException.config(
                    "a log-exp deformation needs positive, finite c1 and c2, but they are %s and %s; correct"
                            + " train.deformation",
                    c1, c2);
        }
    }

    /**
     * log(e^ℓ − c).
     *
     * @param c at least 0 and below 1
     */
    public LogExp(double c) {
        this(c, 1, 1);
    }

    @Override
    public double value(double loss) {
        return c1 * loss + c1 / c2 * Math.log1p(-c0 * Math.exp(-c2 * loss));
    }

    @Override
    public double slope(double loss) {
        return c1 / (1 - c0 * Math.exp(-c2 * loss));
    }
}
