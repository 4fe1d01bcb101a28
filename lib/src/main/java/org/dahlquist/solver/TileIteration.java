package org.dahlquist.solver;

import java.util.Arrays;
import java.util.Optional;

/**
 * One run of {@link ConjugateGradient} over at most 16 columns: passes of float32 iterations on the scaled system, each
 * from the true float64 residual, whose corrections are summed in float64.
 */
final class TileIteration {
    private static final int WIDTH = TileKernel.WIDTH;
    /** Reduction that one float32 pass can be trusted with. */
    private static final double DEEPEST_PASS = 0.9e-7;
    /** Reduction of each pass where more than one is needed. */
    private static final double USUAL_PASS = 1e-5;
    /** Passes must reduce the residual at least by this, else float32 is not enough for this matrix. */
    private static final double LEAST_PROGRESS = 0.5;

    private final ConjugateGradient settings;
    private final TileKernel kernel;
    private final ScaledMatrix matrix;
    private final double[] rightHandSide;
    private final int columns;

    private final double[] solution;
    private final double[] trueResidual;
    private final double[] norms;
    private final double[] relativeResiduals;
    private final int[] iterations;
    private final boolean[] active;

    private final float[] x;
    private final float[] residual;
    private final float[] direction;
    private final float[] product;

    TileIteration(
            ConjugateGradient settings,
            TileKernel kernel,
            ScaledMatrix matrix,
            double[] rightHandSide,
            double[] norms,
            int columns) {
        this.settings = settings;
        this.kernel = kernel;
        this.matrix = matrix;
        this.rightHandSide = rightHandSide;
        this.norms = norms;
        this.columns = columns;
        solution = new double[rightHandSide.length];
        trueResidual = new double[rightHandSide.length];
        relativeResiduals = new double[columns];
        iterations = new int[columns];
        active = new boolean[WIDTH];
        int length = Math.multiplyExact(matrix.rows(), WIDTH);
        x = new float[length];
        residual = new float[length];
        direction = new float[length];
        product = new float[length];
    }

    /** The solution, or nothing if the matrix is too ill-conditioned for float32 or the limit was reached. */
    Optional<Solution> run() {
        int left = settings.maxIterations();
        computeResiduals();
        while (anyActive()) {
            double[] before = relativeResiduals.clone();
            int done = left > 0 ? pass(left) : 0;
            if (done == 0) {
                return Optional.empty();
            }
            left -= done;
            computeResiduals();
            for (int column = 0; column < columns; column++) {
                if (active[column] && !(relativeResiduals[column] <= LEAST_PROGRESS * before[column])) {
                    return Optional.empty();
                }
            }
        }
        matrix.centreIfSingular(solution, columns);
        return Optional.of(new Solution(solution, iterations, relativeResiduals));
    }

    private boolean anyActive() {
        for (boolean column : active) {
            if (column) {
                return true;
            }
        }
        return false;
    }

    /** r = b - A x in float64, and which columns still have to move. */
    private void computeResiduals() {
        matrix.original().multiply(solution, trueResidual, columns);
        for (int at = 0; at < trueResidual.length; at++) {
            trueResidual[at] = rightHandSide[at] - trueResidual[at];
        }
        if (matrix.isSingular()) {
            matrix.project(trueResidual, columns);
        }
        double[] found = ConjugateGradient.norms(trueResidual, columns);
        for (int column = 0; column < columns; column++) {
            relativeResiduals[column] = norms[column] == 0 ? 0 : found[column] / norms[column];
            active[column] = !(relativeResiduals[column] <= settings.tolerance());
        }
    }

    /** Iterates on A d = r and adds d to the solution; returns the iterations, 0 if A is not positive in float32. */
    private int pass(int limit) {
        double[] squares = start();
        double[] goals = goals(squares);
        float[] step = new float[WIDTH];
        float[] momentum = new float[WIDTH];
        int done = 0;
        while (anyActive() && done < limit) {
            double[] curvature = kernel.multiply(matrix, direction, product);
            for (int column = 0; column < columns; column++) {
                if (active[column] && !(curvature[column] > 0)) {
                    return 0;
                }
                step[column] = active[column] ? (float) (squares[column] / curvature[column]) : 0;
            }
            double[] next = kernel.advance(step, direction, product, x, residual);
            done++;
            for (int column = 0; column < columns; column++) {
                if (active[column]) {
                    iterations[column]++;
                    momentum[column] = (float) (next[column] / squares[column]);
                    squares[column] = next[column];
                    active[column] = next[column] > goals[column];
                }
            }
            kernel.turn(momentum, residual, direction);
        }
        addCorrection();
        return done;
    }

    /** The scaled residual with columns of norm 1 as direction and residual; returns r · r. */
    private double[] start() {
        Arrays.fill(x, 0);
        Arrays.fill(residual, 0);
        double[] squares = new double[WIDTH];
        for (int row = 0; row < matrix.rows(); row++) {
            for (int column = 0; column < columns; column++) {
                if (active[column]) {
                    double value = matrix.scale()[row] * trueResidual[row * columns + column] / residualNorm(column);
                    residual[row * WIDTH + column] = (float) value;
                    squares[column] += value * value;
                }
            }
        }
        System.arraycopy(residual, 0, direction, 0, residual.length);
        return squares;
    }

    private double residualNorm(int column) {
        return relativeResiduals[column] * norms[column];
    }

    /** r · r at which each column's pass ends. */
    private double[] goals(double[] squares) {
        double[] goals = new double[WIDTH];
        for (int column = 0; column < columns; column++) {
            double needed = settings.tolerance() / relativeResiduals[column];
            if (relativeResiduals[column] < 1 && needed > USUAL_PASS) {
                needed *= LEAST_PROGRESS; // a residual below the tolerance by a hair would take one more pass
            }
            double deepest = matrix.isSingular() ? USUAL_PASS : DEEPEST_PASS;
            double reduction = needed >= deepest ? needed : USUAL_PASS;
            goals[column] = reduction * reduction * squares[column];
        }
        return goals;
    }

    private void addCorrection() {
        for (int row = 0; row < matrix.rows(); row++) {
            for (int column = 0; column < columns; column++) {
                solution[row * columns + column] +=
                        matrix.scale()[row] * x[row * WIDTH + column] * residualNorm(column);
            }
        }
    }
}
