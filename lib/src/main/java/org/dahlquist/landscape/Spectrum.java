package org.dahlquist.landscape;

import java.util.List;

/**
 * The upper end of a symmetric operator's spectrum.
 *
 * @param largest the largest eigenvalues, descending
 * @param products operator products it took
 * @param converged whether all residuals are within the tolerance
 */
public record Spectrum(List<Eigenvalue> largest, int products, boolean converged) {
    /**
     * An eigenvalue estimate θ with its vector y, ‖y‖ = 1.
     *
     * @param value θ
     * @param residual ‖A·y − θ·y‖; an eigenvalue of a symmetric A lies no further than this from θ
     */
    public record Eigenvalue(double value, double residual) {}

    /** Copies the list. */
    public Spectrum {
        largest = List.copyOf(largest);
    }
}
