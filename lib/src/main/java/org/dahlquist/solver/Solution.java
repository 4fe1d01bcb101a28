package org.dahlquist.solver;

import java.io.Serializable;

/**
 * Solutions of A X = B for some columns of B.
 *
 * @param values X, {@code double[n * columns]}, row-major
 * @param iterations iterations each column took, {@code int[columns]}
 * @param relativeResiduals ‖b - A x‖₂ / ‖b‖₂ of each column, computed from x at exit; 0 for a zero right-hand side
 */
public record Solution(double[] values, int[] iterations, double[] relativeResiduals) implements Serializable {
    private static final long serialVersionUID = 1L;
}
