package org.dahlquist.solver;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The Lanczos process on a symmetric operator A: unit vectors q₁, q₂, … that make it tridiagonal.
 *
 * <p>β_j q_{j+1} = A q_j − α_j q_j − β_{j−1} q_{j−1} with α_j = q_jᵀ A q_j. The eigenvalues of the tridiagonal matrix of
 * all α and β, the Ritz values, tend to those of A, the outermost first. Rounding makes the vectors lose their
 * orthogonality, which repeats Ritz values but doesn't move the extreme ones; who needs more than these keeps all vectors
 * and orthogonalises each new one by the correction. Reference: Saad, "Iterative Methods for Sparse Linear Systems", 2nd
 * edition, SIAM 2003, algorithm 6.15. Cost: one product and O(n) a step, beside the correction; memory 24·n bytes. Not
 * thread-safe.
 */
public final class Lanczos {
    /** Part of a vector that must remain after the correction for it not to count as rounding error. */
    private static final double INDEPENDENT = 1e-10;

    private static final int BISECTIONS = 60;

    private final UnaryOperator<double[]> operator;
    private final Consumer<double[]> correction;
    private final List<Double> diagonal = new ArrayList<>();
    private final List<Double> beside = new ArrayList<>();
    private double[] previous;
    private double[] vector;

    /**
     * Begins the process.
     *
     * @param operator v → A·v, a new {@code double[n]}; must not change v
     * @param correction takes out of a vector, in place, what the process shall not see
     * @param start {@code double[n]}, not zero after the correction; left as it is
     */
    public Lanczos(UnaryOperator<double[]> operator, Consumer<double[]> correction, double[] start) {
        this.operator = operator;
        this.correction = correction;
        previous = start;
        restart(start);
    }

    /**
     * Goes on with another vector, corrected, after the Krylov space ended.
     *
     * @param start {@code double[n]}; left as it is
     */
    public void restart(double[] start) {
        double[] next = start.clone();
        double size = norm(next);
        correction.accept(next);
        follow(next, size);
    }

    /** Makes a step. */
    public void advance() {
        double[] next = operator.apply(vector);
        double size = norm(next);
        double alpha = dot(next, vector);
        double beta = steps() == 0 ? 0 : beside(steps() - 1);
        for (int i = 0; i < next.length; i++) {
            next[i] -= alpha * vector[i] + beta * previous[i];
        }
        correction.accept(next);
        previous = vector;
        diagonal.add(alpha);
        beside.add(follow(next, size));
    }

    /** Makes what remains of a vector the next one; 0 if nothing does. */
    private double follow(double[] next, double size) {
        double remains = norm(next);
        boolean independent = remains > INDEPENDENT * size;
        vector = independent ? next : null;
        if (!independent) {
            return 0;
        }
        for (int i = 0; i < next.length; i++) {
            next[i] /= remains;
        }
        return remains;
    }

    /** Whether the space of the vectors so far ended: A leads out of it no more. */
    public boolean isClosed() {
        return vector == null;
    }

    /** The vector of the next step, not to be changed; null if the space ended. */
    public double[] vector() {
        return vector;
    }

    /** Order of the tridiagonal matrix. */
    public int steps() {
        return diagonal.size();
    }

    /** α of a step, from 0: an entry of the tridiagonal matrix's diagonal. */
    public double diagonal(int step) {
        return diagonal.get(step);
    }

    /** β of a step, from 0: the entry beside the diagonal, of this step's row and the next; 0 where the space ended. */
    public double beside(int step) {
        return beside.get(step);
    }

    /** The smallest Ritz value of a positive semidefinite operator, by bisection below an upper bound. */
    double smallest(double upper) {
        double low = 0;
        double high = upper;
        for (int step = 0; step < BISECTIONS; step++) {
            double middle = (low + high) / 2;
            if (isBelowAll(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Whether a number is below every Ritz value: all pivots of T - x I are positive (Sturm). */
    private boolean isBelowAll(double x) {
        double pivot = 1;
        for (int step = 0; step < steps(); step++) {
            double beta = step == 0 ? 0 : beside(step - 1);
            pivot = diagonal(step) - x - beta * beta / pivot;
            if (!(pivot > 0)) {
                return false;
            }
        }
        return true;
    }

    private static double norm(double[] values) {
        return Math.sqrt(dot(values, values));
    }

    private static double dot(double[] left, double[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum;
    }
}
