package org.dahlquist.stability;

import java.util.Arrays;
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

    private static final double CONSISTENCY_TOLERANCE = 1e-6;
    private static final double CIRCLE_TOLERANCE = 1e-6;
    /** Rounding ε splits a double root by about √ε. */
    private static final double COINCIDENCE_TOLERANCE = 1e-3;

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

    /** Whether ρ(1) = 0 and ρ'(1) = b0, to 10⁻⁶: coefficients in a file are rounded. */
    public boolean isConsistent() {
        return hasPrincipalRoot() && Math.abs(3 - 2 * a0 - a1 - b0) <= CONSISTENCY_TOLERANCE;
    }

    /**
     * The three roots of ρ: first the principal root 1 (or a real root, where 1 is none), then the other two by
     * descending modulus.
     */
    public List<Root> roots() {
        double first = hasPrincipalRoot() ? 1 : realRoot();
        double p = first - a0;
        double q = first * p - a1;
        double discriminant = p * p / 4 - q;
        if (discriminant < 0) {
            double imaginary = Math.sqrt(-discriminant);
            return List.of(new Root(first, 0), new Root(-p / 2, imaginary), new Root(-p / 2, -imaginary));
        }
        double larger = -p / 2 - Math.copySign(Math.sqrt(discriminant), p);
        double smaller = larger == 0 ? 0 : q / larger;
        return List.of(new Root(first, 0), new Root(larger, 0), new Root(smaller, 0));
    }

    /** Moduli of the two roots beside the first of {@link #roots()}, descending. */
    public double[] otherModuli() {
        List<Root> roots = roots();
        return new double[] {roots.get(1).modulus(), roots.get(2).modulus()};
    }

    /** Whether every root lies in the closed unit disc and those on its edge are simple (to 10⁻⁶). */
    public boolean satisfiesRootCondition() {
        List<Root> roots = roots();
        for (int i = 0; i < roots.size(); i++) {
            Root root = roots.get(i);
            if (root.modulus() > 1 + CIRCLE_TOLERANCE) {
                return false;
            }
            for (Root other : roots.subList(i + 1, roots.size())) {
                if (root.modulus() >= 1 - CIRCLE_TOLERANCE && root.distance(other) < COINCIDENCE_TOLERANCE) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The class of this method. */
    public StabilityClass stabilityClass() {
        if (!isConsistent()) {
            return StabilityClass.INCONSISTENT;
        }
        if (!satisfiesRootCondition()) {
            return StabilityClass.UNSTABLE;
        }
        return Arrays.stream(otherModuli()).allMatch(modulus -> modulus < 1 - CIRCLE_TOLERANCE)
                ? StabilityClass.STABLE
                : StabilityClass.WEAKLY_STABLE;
    }

    private boolean hasPrincipalRoot() {
        return Math.abs(1 - a0 - a1 - a2) <= CONSISTENCY_TOLERANCE;
    }

    /** A real root of ρ by bisection between Cauchy's bounds. */
    private double realRoot() {
        double high = 1 + Math.max(Math.abs(a0), Math.max(Math.abs(a1), Math.abs(a2)));
        double low = -high;
        for (double middle = 0; low < middle && middle < high; middle = low + (high - low) / 2) {
            if (((middle - a0) * middle - a1) * middle - a2 > 0) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /**
     * A root of the characteristic polynomial in the complex plane.
     *
     * @param real real part
     * @param imaginary imaginary part
     */
    public record Root(double real, double imaginary) {
        /** Distance from the origin. */
        public double modulus() {
            return Math.hypot(real, imaginary);
        }

        private double distance(Root other) {
            return Math.hypot(real - other.real, imaginary - other.imaginary);
        }
    }
}
