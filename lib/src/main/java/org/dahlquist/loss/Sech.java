package org.dahlquist.loss;

import org.dahlquist.DahlquistException;

/**
 * The hyperbolic-secant deformation ψ(ℓ) = −(A·B/c) · sech(cℓ/B) with c = ln(1 + √2), and
 * ψ′(ℓ) = A · sech(cℓ/B) · tanh(cℓ/B).
 *
 * <p>The slope is 0 at ℓ = 0, has its peak A/2 at ℓ = B, and vanishes for losses far above B: it is for networks that
 * are trained already. Reference: "Efficient Loss Landscape Reshaping", IEEE TNNLS 2024, DOI
 * 10.1109/TNNLS.2024.3462516, whose code uses A = 2.5 and B from .15 to .2.
 *
 * @param amplitude A, twice the largest slope, positive and finite
 * @param peak B, the loss with the largest slope, positive and finite
 */
public record Sech(double amplitude, double peak) implements Deformation {
    private static final long serialVersionUID = 1L;
    private static final double C = Math.log(1 + Math.sqrt(2));

    /** Checks the ranges. */
    public Sech {
        if (!(amplitude > 0 && peak > 0 && Double.isFinite(amplitude * peak))) {
            throw DahlquistException.config(
                    "a sech deformation needs a positive, finite amplitude and peak, but they are %s and %s; correct"
                            + " train.deformation",
                    amplitude, peak);
        }
    }

    @Override
    public double value(double loss) {
        return -amplitude * peak / C / Math.cosh(C * loss / peak);
    }

    @Override
    public double slope(double loss) {
        double inner = C * loss / peak;
        return amplitude / Math.cosh(inner) * Math.tanh(inner);
    }
}
