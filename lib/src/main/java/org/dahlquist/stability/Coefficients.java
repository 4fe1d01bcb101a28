package org.dahlquist.stability;

import java.util.List;
import org.dahlquist.DahlquistException;

/**
 * Coefficients of the explicit three-step method x_{n+1} = a0·x_n + a1·x_{n−1} + a2·x_{n−2} + b0·F(x_n), step 1.
 *
 * <p>Its characteristic polynomial is ρ(ξ) = ξ³ − a0·ξ² − a1·ξ − a2. It is consistent if ρ(1) = 0 and
 * ρ'(1) = b0, and zero-stable if the roots of ρ lie in the closed unit disc and those on its edge are simple.
 * Reference: "ZeroSNet", AAAI 2022, arXiv 2206.13100.
 *
 * @param a0 weight of the present state
 * @param a1 weight of the state one step back
 * @param a2 weight of the state two steps back
 * @param b0 weight of the residual branch
 */
public record Coefficients(double a0, double a1, double a2, double b0) {
    /** ZeroSNet's choice k = −9/5, whose spurious roots have the least possible modulus, 1/3. */
    public static final Coefficients OPTIMAL = new Coefficients(1 / 3.0, 5 / 9.0, 1 / 9.0, 16 / 9.0);

    /** Explicit Euler, the step of a residual network. */
    public static final Coefficients RESIDUAL = new Coefficients(1, 0, 0, 1);

    /** Checks that every coefficient is finite. */
    public Coefficients {
        if (!Double.isFinite(a0) || !Double.isFinite(a1) || !Double.isFinite(a2) || !Double.isFinite(b0)) {
            throw DahlquistException.config(
                    "coefficients a0, a1, a2, b0 must be finite, but are %s, %s, %s, %s", a0, a1, a2, b0);
        }
    }

    /**
     * The method of the second-order family with parameter k: a0 = (3k+3)/(4k), a1 = −1/k, a2 = (k+1)/(4k),
     * b0 = (3k−1)/(2k). Zero-stable for k &lt; −1 or k &gt; 1/3.
     *
     * @param k finite and not 0
     * @throws DahlquistException if {@code k} is 0 or not finite
     */
    public static Coefficients ofK(double k) {
        if (k == 0 || !Double.isFinite(k)) {
            throw DahlquistException.config("k must be finite and not 0, but is %s", k);
        }
        return new Coefficients((3 * k + 3) / (4 * k), -1 / k, (k + 1) / (4 * k), (3 * k - 1) / (2 * k));
    }

    /**
     * The coefficients from a list in the order a0, a1, a2, b0, as a configuration file has them.
     *
     * @throws DahlquistException if there aren't exactly four
     */
    public static Coefficients of(List<Double> values) {
        if (values.size() != 4) {
            throw DahlquistException.config(
                    "coefficients are the four numbers a0, a1, a2, b0, but there are %d: %s", values.size(), values);
        }
        return new Coefficients(values.get(0), values.get(1), values.get(2), values.get(3));
    }

    /** The same as a method of three steps. */
    public LinearMultistepMethod method() {
        return new LinearMultistepMethod(List.of(a0, a1, a2), List.of(b0));
    }

    /** Whether ρ(1) = 0 and ρ'(1) = b0, to 10⁻⁶: coefficients in a file are rounded. */
    public boolean isConsistent() {
        return method().isConsistent();
    }

    /** The three roots of ρ: first the principal root 1, if it is one, then the others by descending modulus. */
    public List<Root> roots() {
        return method().roots();
    }

    /** Moduli of the two roots beside the first of {@link #roots()}, descending. */
    public double[] otherModuli() {
        List<Root> roots = roots();
        return new double[] {roots.get(1).modulus(), roots.get(2).modulus()};
    }

    /** Whether every root lies in the closed unit disc and those on its edge are simple (to 10⁻⁶). */
    public boolean satisfiesRootCondition() {
        return method().satisfiesRootCondition();
    }

    /** The class of this method. */
    public StabilityClass stabilityClass() {
        return method().stabilityClass();
    }
}
