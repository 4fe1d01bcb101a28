package org.dahlquist.solver;

/**
 * The scalars of the Chebyshev iteration for a spectrum within some bounds.
 *
 * <p>With θ and δ the middle and half the width of the interval, σ = θ / δ, ρ_0 = 1 / σ: d_0 = r_0 / θ, then x += d, r -=
 * A d, ρ_k = 1 / (2 σ - ρ_(k-1)), d = ρ_k ρ_(k-1) d + (2 ρ_k / δ) r. It needs no scalar products, so nothing has to be
 * gathered between iterations. Reference: Saad, "Iterative Methods for Sparse Linear Systems", 2nd edition, SIAM 2003,
 * algorithm 12.1.
 */
public final class ChebyshevCoefficients {
    private final double half;
    private final double ratio;
    private double previous;
    private double current;

    /** At the first iteration. */
    public ChebyshevCoefficients(SpectrumBounds bounds) {
        half = (bounds.upper() - bounds.lower()) / 2;
        ratio = (bounds.upper() + bounds.lower()) / 2 / half;
        current = 1 / ratio;
        previous = Double.NaN;
    }

    /** Factor of r in the first direction, 1 / θ. */
    public double first() {
        return 1 / (ratio * half);
    }

    /** Goes on to the next direction. */
    public void advance() {
        previous = current;
        current = 1 / (2 * ratio - previous);
    }

    /** Factor of the last direction in the next. */
    public double ofDirection() {
        return current * previous;
    }

    /** Factor of r in the next direction. */
    public double ofResidual() {
        return 2 * current / half;
    }
}
