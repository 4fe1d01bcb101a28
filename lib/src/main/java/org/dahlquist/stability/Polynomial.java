package org.dahlquist.stability;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.math3.exception.MathArithmeticException;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.dahlquist.DahlquistException;

/**
 * A real polynomial c0·ξⁿ + c1·ξⁿ⁻¹ + … + cn.
 *
 * @param coefficients c0 … cn, finite, the highest power first, at least one; the first ones may be 0
 */
public record Polynomial(List<Double> coefficients) {
    private static final Comparator<Root> LARGEST_FIRST = Comparator.comparingDouble(Root::modulus)
            .thenComparingDouble(Root::imaginary)
            .reversed();

    /** Checks that there is a coefficient and that all are finite. */
    public Polynomial {
        if (coefficients.isEmpty() || !coefficients.stream().allMatch(Double::isFinite)) {
            throw DahlquistException.config(
                    "a polynomial needs at least one coefficient, all of them finite, but has %s", coefficients);
        }
        coefficients = List.copyOf(coefficients);
    }

    /** The value at {@code x}, by Horner's rule. */
    public double at(double x) {
        double value = 0;
        for (double coefficient : coefficients) {
            value = value * x + coefficient;
        }
        return value;
    }

    /** The value of the first derivative at {@code x}, by Horner's rule. */
    public double derivativeAt(double x) {
        double value = 0;
        double derivative = 0;
        for (double coefficient : coefficients) {
            derivative = derivative * x + value;
            value = value * x + coefficient;
        }
        return derivative;
    }

    /** The quotient by ξ − {@code root}; the remainder, this polynomial's value there, is dropped. */
    public Polynomial dividedBy(double root) {
        List<Double> quotient = new ArrayList<>();
        double value = 0;
        for (double coefficient : coefficients.subList(0, coefficients.size() - 1)) {
            value = value * root + coefficient;
            quotient.add(value);
        }
        return new Polynomial(quotient);
    }

    /**
     * All roots, each as often as its multiplicity, by descending modulus; of a conjugate pair the one above the real
     * axis first.
     *
     * <p>They are the eigenvalues of the companion matrix, found by QR iteration, after roots at 0 have been split off
     * exactly. A root of multiplicity m comes out as m roots that are about ε^(1/m) apart, ε = 2·10⁻¹⁶: 10⁻⁸ for a
     * double, 10⁻⁵ for a triple root. Cost O(n³).
     *
     * @throws DahlquistException if every coefficient is 0, or some are too large to compute with
     */
    public List<Root> roots() {
        int first = 0;
        while (first < coefficients.size() && coefficients.get(first) == 0) {
            first++;
        }
        if (first == coefficients.size()) {
            throw DahlquistException.config("every number is a root of the polynomial 0");
        }
        int last = coefficients.size() - 1;
        while (coefficients.get(last) == 0) {
            last--;
        }
        List<Root> roots = new ArrayList<>(nonzeroRoots(first, last));
        roots.sort(LARGEST_FIRST);
        roots.addAll(Collections.nCopies(coefficients.size() - 1 - last, new Root(0, 0)));
        return List.copyOf(roots);
    }

    /** Roots of the polynomial with the coefficients first … last, neither of which is 0. */
    private List<Root> nonzeroRoots(int first, int last) {
        int degree = last - first;
        if (degree == 0) {
            return List.of();
        }
        double[][] companion = new double[degree][degree];
        for (int column = 0; column < degree; column++) {
            companion[0][column] = -coefficients.get(first + 1 + column) / coefficients.get(first);
        }
        for (int row = 1; row < degree; row++) {
            companion[row][row - 1] = 1;
        }
        EigenDecomposition eigen = decompose(companion);
        List<Root> roots = new ArrayList<>();
        for (int i = 0; i < degree; i++) {
            roots.add(new Root(eigen.getRealEigenvalue(i), eigen.getImagEigenvalue(i)));
        }
        if (!roots.stream().allMatch(root -> Double.isFinite(root.modulus()))) {
            throw unsolvable();
        }
        return roots;
    }

    private EigenDecomposition decompose(double[][] companion) {
        try {
            return new EigenDecomposition(new Array2DRowRealMatrix(companion, false));
        } catch (MathIllegalStateException | MathArithmeticException failed) {
            throw unsolvable().causedBy(failed);
        }
    }

    private DahlquistException unsolvable() {
        return DahlquistException.config(
                "the roots of the polynomial with the coefficients %s cannot be computed; they are too different in size",
                coefficients);
    }
}
