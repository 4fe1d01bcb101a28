package org.dahlquist.stability;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.dahlquist.DahlquistException;

/**
 * An explicit linear multistep method of any number of steps s, with step size 1:
 * x_{n+1} = Σ aᵢ·x_{n−i} + Σ bᵢ·F(x_{n−i}), i = 0 … s−1.
 *
 * <p>Its characteristic polynomials are ρ(ξ) = ξˢ − Σ aᵢ·ξ^{s−1−i} and σ(ξ) = Σ bᵢ·ξ^{s−1−i}. It is consistent if
 * ρ(1) = 0 and ρ'(1) = σ(1), and zero-stable if the roots of ρ lie in the closed unit disc and those on its edge are
 * simple (Dahlquist's root condition). Reference: Hairer, Nørsett, Wanner, "Solving Ordinary Differential Equations I",
 * 2nd ed., section III.2 and III.3.
 *
 * @param a weights of the states, the present one first
 * @param b weights of the residual branch at these states; the shorter list is padded with zeros
 */
public record LinearMultistepMethod(List<Double> a, List<Double> b) {
    /** By how much a condition may fail: coefficients in a file are rounded. */
    private static final double CONDITION_TOLERANCE = 1e-6;

    private static final double CIRCLE_TOLERANCE = 1e-6;
    /** Rounding ε splits a double root by about √ε, a triple one by ε^(1/3). */
    private static final double COINCIDENCE_TOLERANCE = 1e-3;

    /** Checks that there is a coefficient and that all are finite. */
    public LinearMultistepMethod {
        if (a.isEmpty() || b.isEmpty()) {
            throw DahlquistException.config(
                    "a multistep method needs at least one coefficient a and one b, but has a = %s and b = %s", a, b);
        }
        if (!a.stream().allMatch(Double::isFinite) || !b.stream().allMatch(Double::isFinite)) {
            throw DahlquistException.config("coefficients must be finite, but are a = %s and b = %s", a, b);
        }
        int steps = Math.max(a.size(), b.size());
        a = padded(a, steps);
        b = padded(b, steps);
    }

    /** Number of earlier states that a step reads, s. */
    public int steps() {
        return a.size();
    }

    /** The first characteristic polynomial, ρ. */
    public Polynomial rho() {
        List<Double> coefficients = new ArrayList<>(List.of(1.0));
        a.forEach(value -> coefficients.add(-value));
        return new Polynomial(coefficients);
    }

    /** The second characteristic polynomial, σ. */
    public Polynomial sigma() {
        return new Polynomial(b);
    }

    /**
     * By how much the condition of order q fails: C_q = (1 − Σ aᵢ·(−i)^q − q·Σ bᵢ·(−i)^{q−1}) / q!, with 0⁰ = 1. It is
     * the factor of x's q-th derivative in the error of one step; C₀ = ρ(1), and C₁ = ρ'(1) − σ(1) where C₀ = 0.
     *
     * @param q 0 or more
     */
    public double defect(int q) {
        double defect = 1;
        double factorial = 1;
        for (int i = 0; i < steps(); i++) {
            defect -= a.get(i) * Math.pow(-i, q);
            if (q > 0) {
                defect -= q * b.get(i) * Math.pow(-i, q - 1);
            }
        }
        for (int i = 2; i <= q; i++) {
            factorial *= i;
        }
        return defect / factorial;
    }

    /**
     * Order of consistency p: C₀ … C_p vanish (to 10⁻⁶), C_{p+1} doesn't. An error of one step is then
     * C_{p+1}·x^{(p+1)} + …; the method is consistent from order 1. −1 if not even C₀ vanishes.
     */
    public int order() {
        int order = -1;
        while (order < 2 * steps() && Math.abs(defect(order + 1)) <= CONDITION_TOLERANCE) {
            order++;
        }
        return order;
    }

    /** The first condition's defect that isn't 0, C_{p+1}; for a consistent method its error constant. */
    public double errorConstant() {
        return defect(order() + 1);
    }

    /** Whether the order is at least 1. */
    public boolean isConsistent() {
        return order() >= 1;
    }

    /** Whether 1 is a root of ρ (to 10⁻⁶ in ρ's value), as consistency wants it to be. */
    public boolean hasPrincipalRoot() {
        return Math.abs(defect(0)) <= CONDITION_TOLERANCE;
    }

    /**
     * All roots of ρ but the principal one, by descending modulus: s − 1 of them, or s where
     * {@linkplain #hasPrincipalRoot 1 is none}. A multiple root 1 is spurious but for the first.
     */
    public List<Root> spuriousRoots() {
        return hasPrincipalRoot() ? rho().dividedBy(1).roots() : rho().roots();
    }

    /** All s roots of ρ: the principal root 1, if it is one, then the others by descending modulus. */
    public List<Root> roots() {
        List<Root> roots = new ArrayList<>(spuriousRoots());
        if (hasPrincipalRoot()) {
            roots.add(0, new Root(1, 0));
        }
        return List.copyOf(roots);
    }

    /** Modulus of the largest of {@link #spuriousRoots()}; 0 for a consistent method of one step. */
    public double largestSpuriousModulus() {
        return spuriousRoots().stream().mapToDouble(Root::modulus).max().orElse(0);
    }

    /**
     * The largest multiplicity among the roots on the unit circle (to 10⁻⁶ in the modulus), where roots closer than
     * 10⁻³ count as one multiple root; 0 if there are none on the circle.
     */
    public int multiplicityOnCircle() {
        List<Root> roots = roots();
        return roots.stream()
                .filter(root -> root.modulus() >= 1 - CIRCLE_TOLERANCE && !isOutside(root))
                .mapToInt(root -> (int) roots.stream()
                        .filter(other -> root.distance(other) < COINCIDENCE_TOLERANCE)
                        .count())
                .max()
                .orElse(0);
    }

    /** Whether every root lies in the closed unit disc and those on its edge are simple (to 10⁻⁶). */
    public boolean satisfiesRootCondition() {
        return roots().stream().noneMatch(LinearMultistepMethod::isOutside) && multiplicityOnCircle() <= 1;
    }

    /** The class of this method. */
    public StabilityClass stabilityClass() {
        if (!isConsistent()) {
            return StabilityClass.INCONSISTENT;
        }
        if (!satisfiesRootCondition()) {
            return StabilityClass.UNSTABLE;
        }
        return largestSpuriousModulus() < 1 - CIRCLE_TOLERANCE ? StabilityClass.STABLE : StabilityClass.WEAKLY_STABLE;
    }

    private static boolean isOutside(Root root) {
        return root.modulus() > 1 + CIRCLE_TOLERANCE;
    }

    private static List<Double> padded(List<Double> values, int size) {
        List<Double> padded = new ArrayList<>(values);
        padded.addAll(Collections.nCopies(size - values.size(), 0.0));
        return List.copyOf(padded);
    }
}
