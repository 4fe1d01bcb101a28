package org.dahlquist.landscape;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * The algebraically largest eigenvalues of a symmetric operator A on n variables, by the Lanczos iteration with full
 * reorthogonalisation.
 *
 * <p>Step j multiplies the basis vector q_j by A and orthogonalises the product, twice, against all q so far; the
 * eigenvalues of the tridiagonal matrix of the coefficients tend to A's, the outermost first. It needs a fraction of
 * power iteration's products, and no deflation vector by vector. Where the Krylov space ends, as with multiple
 * eigenvalues, it goes on with a random vector orthogonal to it, until the whole space is spanned. Reference: Golub and
 * Van Loan, "Matrix Computations", 4th edition, sections 10.1 and 10.3. Cost: one product and O(n·j) in step j; memory
 * 8·n·j bytes.
 */
public final class Lanczos {
    /** Part of a vector that must remain after orthogonalisation for it not to count as rounding error. */
    private static final double INDEPENDENT = 1e-10;

    private final UnaryOperator<double[]> operator;
    private final IntFunction<double[]> starts;
    private final int maxIterations;
    private final double tolerance;
    private final List<double[]> basis = new ArrayList<>();
    private final List<Double> diagonal = new ArrayList<>();
    private final List<Double> beside = new ArrayList<>();
    private int started;
    private boolean closed;

    private Lanczos(
            UnaryOperator<double[]> operator, IntFunction<double[]> starts, int maxIterations, double tolerance) {
        this.operator = operator;
        this.starts = starts;
        this.maxIterations = maxIterations;
        this.tolerance = tolerance;
    }

    /**
     * Iterates until the wanted eigenvalues' residuals are small enough.
     *
     * @param operator v → A·v, {@code double[n]} each; must be symmetric up to rounding and not change v
     * @param starts random vectors by number, from 0; of the subspace to be searched, not zero
     * @param count eigenvalues wanted, at least 1; the subspace may have fewer
     * @param maxIterations products after which it stops unconverged, at least {@code count}
     * @param tolerance residual to reach, relative to the eigenvalue largest in magnitude
     * @return as many as wanted, or as the subspace has
     */
    public static Spectrum largest(
            UnaryOperator<double[]> operator,
            IntFunction<double[]> starts,
            int count,
            int maxIterations,
            double tolerance) {
        return new Lanczos(operator, starts, maxIterations, tolerance).run(count);
    }

    private Spectrum run(int count) {
        double[] vector = restart();
        Spectrum found = null;
        while (vector != null && diagonal.size() < maxIterations && (found == null || !found.converged())) {
            basis.add(vector);
            double[] product = operator.apply(vector);
            double size = norm(product);
            diagonal.add(dot(product, vector));
            orthogonalise(product);
            double coefficient = norm(product);
            if (coefficient > INDEPENDENT * size) {
                vector = scaled(product, 1 / coefficient);
            } else {
                coefficient = 0;
                closed = true;
                vector = restart();
            }
            beside.add(coefficient);
            found = ritzValues(count, vector == null);
        }
        return found;
    }

    /** A unit vector orthogonal to the basis; null where the basis spans everything. */
    private double[] restart() {
        double[] start = starts.apply(started++).clone();
        double size = norm(start);
        orthogonalise(start);
        double left = norm(start);
        return left > INDEPENDENT * size ? scaled(start, 1 / left) : null;
    }

    private Spectrum ritzValues(int count, boolean exhausted) {
        int order = diagonal.size();
        double[][] matrix = new double[order][order];
        for (int i = 0; i < order; i++) {
            matrix[i][i] = diagonal.get(i);
            if (i + 1 < order) {
                matrix[i][i + 1] = beside.get(i);
                matrix[i + 1][i] = beside.get(i);
            }
        }
        SymmetricEigen eigen = SymmetricEigen.of(matrix);
        double scale = Math.max(Math.abs(eigen.values()[0]), Math.abs(eigen.values()[order - 1]));
        List<Spectrum.Eigenvalue> largest = new ArrayList<>();
        for (int i = 0; i < Math.min(count, order); i++) {
            double residual = Math.abs(beside.get(order - 1) * eigen.vectors()[order - 1][i]);
            largest.add(new Spectrum.Eigenvalue(eigen.values()[i], residual));
        }
        boolean small = largest.stream().allMatch(value -> value.residual() <= tolerance * scale);
        // A Krylov space that ended may have missed a copy of an eigenvalue; then only the whole space is certain.
        return new Spectrum(largest, order, exhausted || small && !closed && order >= count);
    }

    /** Twice is enough (Kahan and Parlett). */
    private void orthogonalise(double[] vector) {
        for (int pass = 0; pass < 2; pass++) {
            for (double[] other : basis) {
                double part = dot(vector, other);
                for (int i = 0; i < vector.length; i++) {
                    vector[i] -= part * other[i];
                }
            }
        }
    }

    private static double[] scaled(double[] vector, double factor) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= factor;
        }
        return vector;
    }

    private static double norm(double[] vector) {
        return Math.sqrt(dot(vector, vector));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
