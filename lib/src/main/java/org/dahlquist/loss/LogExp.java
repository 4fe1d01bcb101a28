package org.dahlquist.loss;

import org.dahlquist.DahlquistException;

/**
 * The log-exp deformation ψ(ℓ) = log(e^ℓ − c), evaluated as ℓ + log1p(−c·e^(−ℓ)), with ψ′(ℓ) = 1/(1 − c·e^(−ℓ)).
 *
 * <p>ψ′(0) = 1/(1 − c) and ψ′ → 1 for large ℓ; ψ is negative near 0. Reference: arXiv 2009.08274.
 *
 * @param c at least 0 and below 1, else ψ is undefined near ℓ = 0
 */
public record LogExp(double c) implements Deformation {
    private static final long serialVersionUID = 1L;

    /** Checks the range of c. */
    public LogExp {
        if (!(c >= 0 && c < 1)) {
            throw DahlquistException.config(
                    "a log-exp deformation needs 0 <= c < 1, else the logarithm of exp(loss) - c is undefined for small"
                            + " losses, but c is %s; correct train.deformation",
                    c);
        }
    }

    @Override
    public double value(double loss) {
        return loss + Math.log1p(-c * Math.exp(-loss));
    }

    @Override
    public double slope(double loss) {
        return 1 / (1 - c * Math.exp(-loss));
    }
}
