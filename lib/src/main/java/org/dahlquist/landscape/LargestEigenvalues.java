package org.dahlquist.landscape;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.dahlquist.solver.Lanczos;

/**
 * The algebraically largest eigenvalues of a symmetric operator A on n variables, by the Lanczos process with full
 * reorthogonalisation.
 *
 * <p>Each new vector is orthogonalised, twice, against all so far, so that no eigenvalue is found more often than it is
 * there. It needs a fraction of power iteration's products, and no deflation vector by vector. Where the Krylov space
 * ends, as with multiple eigenvalues, it goes on with a random vector orthogonal to it, until the whole space is spanned.
 * Reference: Golub and Van Loan, "Matrix Computations", 4th edition, sections 10.1 and 10.3. Cost: one product and
 * O(n·j) in step j; memory 8·n·j bytes.
 */
public final class LargestEigenvalues {
    private final Lanczos lanczos;
    private final IntFunction<double[]> starts;
    private final int maxIterations;
    private final double tolerance;
    private final List<double[]> basis = new ArrayList<>();
    private int started;
    private boolean closed;

    private LargestEigenvalues(
            UnaryOperator<double[]> operator, IntFunction<double[]> starts, int maxIterations, double tolerance) {
        this.starts = starts;
        this.maxIterations = maxIterations;
        this.tolerance = tolerance;
        this.lanczos = new Lanczos(operator, this::orthogonalise, starts.apply(started++));
    }

    /**
     * Iterates until the wanted eigenvalues' residuals are small enough.
     *
     * @param operator v → A·v, a new {@code double[n]}; must be symmetric up to rounding and not change v
     * @param starts random vectors by number, from 0; of the subspace to be searched, not zero
     * @param count eigenvalues wanted, at least 1; the subspace may have fewer
     * @param maxIterations products after which it stops unconverged, at least {@code count}
     * @param tolerance residual to reach, relative to the eigenvalue largest in magnitude
     * @return as many as wanted, or as the subspace has
     */
    public static Spectrum of(
            UnaryOperator<double[]> operator,
            IntFunction<double[]> starts,
            int count,
            int maxIterations,
            double tolerance) {
        return new LargestEigenvalues(operator, starts, maxIterations, tolerance).run(count);
    }

    private Spectrum run(int count) {
        Spectrum found = null;
        while (!lanczos.isClosed() && lanczos.steps() < maxIterations && (found == null || !found.converged())) {
            basis.add(lanczos.vector());
            lanczos.advance();
            if (lanczos.isClosed()) {
                closed = true;
                lanczos.restart(starts.apply(started++));
            }
            found = ritzValues(count, lanczos.isClosed());
        }
        return found;
    }

    private Spectrum ritzValues(int count, boolean exhausted) {
        int order = lanczos.steps();
        double[][] matrix = new double[order][order];
        for (int i = 0; i < order; i++) {
            matrix[i][i] = lanczos.diagonal(i);
            if (i + 1 < order) {
                matrix[i][i + 1] = lanczos.beside(i);
                matrix[i + 1][i] = lanczos.beside(i);
            }
        }
        SymmetricEigen eigen = SymmetricEigen.of(matrix);
        double scale = Math.max(Math.abs(eigen.values()[0]), Math.abs(eigen.values()[order - 1]));
        List<Spectrum.Eigenvalue> largest = new ArrayList<>();
        for (int i = 0; i < Math.min(count, order); i++) {
            double residual = Math.abs(lanczos.beside(order - 1) * eigen.vectors()[order - 1][i]);
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
                double part = 0;
                for (int i = 0; i < vector.length; i++) {
                    part += vector[i] * other[i];
                }
                for (int i = 0; i < vector.length; i++) {
                    vector[i] -= part * other[i];
                }
            }
        }
    }
}
