package org.dahlquist.solver;

import java.util.Arrays;
import org.dahlquist.DahlquistException;

/** The state of one run of {@link ConjugateGradient}: x, residual, direction and their per-column scalars. */
final class ColumnIteration {
    private final ConjugateGradient settings;
    private final CompressedRows matrix;
    private final double[] rightHandSide;
    private final int columns;
    private final int firstColumn;

    private final double[] inverseDiagonal;
    private final double[] solution;
    private final double[] residual;
    private final double[] direction;
    private final double[] product;

    private final double[] norms;
    private final double[] relativeResiduals;
    private final int[] iterations;
    private final boolean[] active;

    ColumnIteration(
            ConjugateGradient settings, CompressedRows matrix, double[] rightHandSide, int columns, int firstColumn) {
        this.settings = settings;
        this.matrix = matrix;
        this.rightHandSide = rightHandSide;
        this.columns = columns;
        this.firstColumn = firstColumn;
        inverseDiagonal = inverseDiagonal(matrix);
        solution = new double[rightHandSide.length];
        residual = new double[rightHandSide.length];
        direction = new double[rightHandSide.length];
        product = new double[rightHandSide.length];
        norms = dots(rightHandSide, rightHandSide);
        relativeResiduals = new double[columns];
        iterations = new int[columns];
        active = new boolean[columns];
    }

    private static double[] inverseDiagonal(CompressedRows matrix) {
        double[] inverse = matrix.diagonal();
        for (int row = 0; row < inverse.length; row++) {
            if (!(inverse[row] > 0)) {
                throw DahlquistException.data(
                        "row %d has the diagonal entry %s; a positive definite matrix has only positive ones",
                        row, inverse[row]);
            }
            inverse[row] = 1 / inverse[row];
        }
        return inverse;
    }

    /** Restarts from x until every column's true residual is within the tolerance. */
    void run() {
        checkRightHandSide();
        computeResiduals();
        for (int iteration = 0; anyActive(); ) {
            checkLimit(iteration);
            iteration = iterate(iteration);
            computeResiduals();
        }
    }

    Solution solution() {
        return new Solution(solution, iterations, relativeResiduals);
    }

    private void checkRightHandSide() {
        for (int column = 0; column < columns; column++) {
            norms[column] = Math.sqrt(norms[column]);
            if (!Double.isFinite(norms[column])) {
                throw DahlquistException.data(
                        "right-hand side %d has the norm %s; it must be finite", firstColumn + column, norms[column]);
            }
        }
    }

    private void checkLimit(int iteration) {
        if (iteration < settings.maxIterations()) {
            return;
        }
        for (int column = 0; column < columns; column++) {
            if (active[column]) {
                throw DahlquistException.diverged(
                        "column %d has the relative residual %.3e after %d iterations, the tolerance is %.1e;"
                                + " raise the limit on iterations or the tolerance",
                        firstColumn + column, relativeResiduals[column], iteration, settings.tolerance());
            }
        }
    }

    /** r = b - A x, its norm per column, and which columns still have to move. */
    private void computeResiduals() {
        matrix.multiply(solution, product, columns);
        for (int index = 0; index < residual.length; index++) {
            residual[index] = rightHandSide[index] - product[index];
        }
        double[] squares = dots(residual, residual);
        for (int column = 0; column < columns; column++) {
            relativeResiduals[column] = norms[column] == 0 ? 0 : Math.sqrt(squares[column]) / norms[column];
            active[column] = !(relativeResiduals[column] <= settings.tolerance());
        }
    }

    private boolean anyActive() {
        for (boolean column : active) {
            if (column) {
                return true;
            }
        }
        return false;
    }

    /** One run of the recurrence from the present residual; returns the iterations done in all. */
    private int iterate(int start) {
        double[] step = new double[columns];
        double[] momentum = new double[columns];
        double[] weighted = preconditionedDots();
        Arrays.fill(direction, 0);
        advanceDirection(momentum);
        int iteration = start;
        while (anyActive() && iteration < settings.maxIterations()) {
            matrix.multiply(direction, product, columns);
            double[] curvature = dots(direction, product);
            for (int column = 0; column < columns; column++) {
                step[column] = active[column] ? step(column, weighted[column], curvature[column]) : 0;
            }
            double[] squares = move(step);
            double[] next = preconditionedDots();
            iteration++;
            for (int column = 0; column < columns; column++) {
                if (active[column]) {
                    iterations[column]++;
                    momentum[column] = next[column] / weighted[column];
                    active[column] = Math.sqrt(squares[column]) > settings.tolerance() * norms[column];
                }
            }
            weighted = next;
            advanceDirection(momentum);
        }
        return iteration;
    }

    private double step(int column, double weighted, double curvature) {
        if (!(curvature > 0)) {
            throw DahlquistException.diverged(
                    "column %d found the curvature %s after %d iterations; the matrix is not positive definite",
                    firstColumn + column, curvature, iterations[column]);
        }
        return weighted / curvature;
    }

    /** x += step · p, r -= step · A p; returns r·r per column. */
    private double[] move(double[] step) {
        double[] squares = new double[columns];
        for (int row = 0, index = 0; row < matrix.rows(); row++) {
            for (int column = 0; column < columns; column++, index++) {
                solution[index] += step[column] * direction[index];
                double moved = residual[index] - step[column] * product[index];
                residual[index] = moved;
                squares[column] += moved * moved;
            }
        }
        return squares;
    }

    /** p = D⁻¹ r + momentum · p. */
    private void advanceDirection(double[] momentum) {
        for (int row = 0, index = 0; row < matrix.rows(); row++) {
            for (int column = 0; column < columns; column++, index++) {
                direction[index] = inverseDiagonal[row] * residual[index] + momentum[column] * direction[index];
            }
        }
    }

    /** r · D⁻¹ r per column. */
    private double[] preconditionedDots() {
        double[] sums = new double[columns];
        for (int row = 0, index = 0; row < matrix.rows(); row++) {
            for (int column = 0; column < columns; column++, index++) {
                sums[column] += residual[index] * inverseDiagonal[row] * residual[index];
            }
        }
        return sums;
    }

    private double[] dots(double[] left, double[] right) {
        double[] sums = new double[columns];
        for (int index = 0; index < left.length; ) {
            for (int column = 0; column < columns; column++, index++) {
                sums[column] += left[index] * right[index];
            }
        }
        return sums;
    }
}
