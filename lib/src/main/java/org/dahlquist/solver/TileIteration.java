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
    private final int columns;

    private final double[] rightHandSide;
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

    /** Takes B with 16 columns, the further ones zero. */
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
        int length = Math.multiplyExact(matrix.rows(), WIDTH);
        solution = new double[length];
        trueResidual = new double[length];
        relativeResiduals = new double[columns];
        iterations = new int[columns];
        active = new boolean[WIDTH];
        x = new float[length];
        residual = new float[length];
        direction = new float[length];
        product = new float[length];
    }

    /** The solution, or nothing if the matrix is too ill-conditioned for float32 or the limit was reached. */
    Optional<Solution> run() {
        int left = settings.maxIterations();
        double[] pending = rightHandSide;
        settle(norms);
        while (anyActive()) {
            double[] before = relativeResiduals.clone();
            int done = left > 0 ? pass(pending, left) : 0;
            if (done == 0) {
                return Optional.empty();
            }
            left -= done;
            settle(residualNorms());
            pending = trueResidual;
            for (int column = 0; column < columns; column++) {
                if (active[column] && !(relativeResiduals[column] <= LEAST_PROGRESS * before[column])) {
                    return Optional.empty();
                }
            }
        }
        double[] values = narrowed(solution, columns);
        matrix.centreIfSingular(values, columns);
        return Optional.of(new Solution(values, iterations, relativeResiduals));
    }

    private static double[] narrowed(double[] wide, int columns) {
        return columns == WIDTH ? wide : ConjugateGradient.columns(wide, WIDTH, columns);
    }

    private boolean anyActive() {
        for (boolean column : active) {
            if (column) {
                return true;
            }
        }
        return false;
    }

    /** Notes the residuals' norms, and with them which columns still have to move. */
    private void settle(double[] residualNorms) {
        for (int column = 0; column < columns; column++) {
            relativeResiduals[column] = norms[column] == 0 ? 0 : residualNorms[column] / norms[column];
            active[column] = !(relativeResiduals[column] <= settings.tolerance());
        }
    }

    /** Computes r = b - A x in float64; returns ‖r‖₂ of each column. */
    private double[] residualNorms() {
        double[] squares = kernel.residual(matrix.original(), rightHandSide, solution, trueResidual);
        if (matrix.isSingular()) {
            matrix.project(trueResidual, WIDTH);
            return ConjugateGradient.norms(trueResidual, WIDTH);
        }
        return Arrays.stream(squares).map(Math::sqrt).toArray();
    }

    /** Iterates on A d = r and adds d to the solution; returns the iterations, 0 if A is not positive in float32. */
    private int pass(double[] r, int limit) {
        double[] lengths = residualLengths();
        double[] squares = start(r, lengths);
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
            double[] next = kernel.reduce(step, product, residual);
            done++;
            for (int column = 0; column < columns; column++) {
                momentum[column] = 0;
                if (active[column]) {
                    iterations[column]++;
                    momentum[column] = (float) (next[column] / squares[column]);
                    squares[column] = next[column];
                    active[column] = next[column] > goals[column];
                }
            }
            kernel.turn(step, momentum, residual, x, direction);
        }
        addCorrection(lengths);
        return done;
    }

    /** Norm of each column's residual; infinite for a column that has to stay. */
    private double[] residualLengths() {
        double[] lengths = new double[WIDTH];
        Arrays.fill(lengths, Double.POSITIVE_INFINITY);
        for (int column = 0; column < columns; column++) {
            if (active[column]) {
                lengths[column] = relativeResiduals[column] * norms[column];
            }
        }
        return lengths;
    }

    /** The scaled residual with columns of norm 1 as direction and residual; returns r · r. */
    private double[] start(double[] r, double[] lengths) {
        Arrays.fill(x, 0);
        double[] squares = new double[WIDTH];
        for (int row = 0, at = 0; row < matrix.rows(); row++) {
            double scale = matrix.scale()[row];
            for (int column = 0; column < WIDTH; column++, at++) {
                double value = scale * r[at] / lengths[column];
                residual[at] = (float) value;
                squares[column] += value * value;
            }
        }
        System.arraycopy(residual, 0, direction, 0, residual.length);
        return squares;
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

    private void addCorrection(double[] lengths) {
        for (int row = 0, at = 0; row < matrix.rows(); row++) {
            double scale = matrix.scale()[row];
            for (int column = 0; column < WIDTH; column++, at++) {
                if (x[at] != 0) {
                    solution[at] += scale * x[at] * lengths[column];
                }
            }
        }
    }
}
