package org.dahlquist.graph;

import java.util.Arrays;
import org.dahlquist.solver.ConjugateGradient;
import org.dahlquist.solver.ScaledMatrix;
import org.dahlquist.solver.Solution;

/**
 * The scores of a whole system, solved in this thread.
 *
 * @param system what was solved
 * @param scores U, {@code double[points * classes]}, row-major
 * @param iterations iterations of each class
 * @param relativeResiduals ‖b - A u‖ / ‖b‖ of each class over the rows solved by iterations
 */
public record GraphSolution(GraphSystem system, double[] scores, int[] iterations, double[] relativeResiduals) {
    /**
     * Solves the small components directly and the others by iterations, tile by tile.
     *
     * @throws org.dahlquist.DahlquistException DIVERGED if a column doesn't converge
     */
    public static GraphSolution of(GraphSystem system, ConjugateGradient solver) {
        SplitSystem split = SplitSystem.of(system);
        GraphSolution solution = direct(split);
        if (split.matrix().rows() > 0) {
            ScaledMatrix matrix = split.scaled();
            for (int from = 0; from < system.classes(); from += ConjugateGradient.TILE) {
                solution.solveTile(split, matrix, solver, from);
            }
        }
        return solution;
    }

    /** The scores of the small components; zero for the others, to be solved tile by tile. */
    public static GraphSolution direct(SplitSystem split) {
        int classes = split.system().classes();
        return new GraphSolution(
                split.system(),
                split.small().solutions().denseColumns(0, classes),
                new int[classes],
                new double[classes]);
    }

    /**
     * Solves one tile of the larger components; threads may solve different ones at the same time.
     *
     * @param split the system
     * @param matrix its {@link SplitSystem#scaled}
     * @param solver settings
     * @param from first class of the tile, a multiple of {@link ConjugateGradient#TILE}
     * @throws org.dahlquist.DahlquistException DIVERGED if a column doesn't converge
     */
    public void solveTile(SplitSystem split, ScaledMatrix matrix, ConjugateGradient solver, int from) {
        int classes = system.classes();
        int width = Math.min(classes - from, ConjugateGradient.TILE);
        Solution tile = solver.solveTile(matrix, split.rightHandSide().denseColumns(from, from + width), width, from);
        System.arraycopy(tile.iterations(), 0, iterations, from, width);
        System.arraycopy(tile.relativeResiduals(), 0, relativeResiduals, from, width);
        int[] rows = split.small().rest();
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(tile.values(), row * width, scores, rows[row] * classes + from, width);
        }
    }

    /**
     * The class of every unlabelled point, {@link LabelReach#UNREACHED} where no label reaches.
     *
     * @param labels class of each point, -1 if unlabelled; those of labelled points are returned as they are
     */
    public int[] classes(int[] labels) {
        int[] rows = system.rows(labels.length);
        int[] found = labels.clone();
        for (int point = 0; point < found.length; point++) {
            if (found[point] < 0) {
                found[point] = rows[point] < 0 ? system.reach().settledClass(point) : largest(rows[point]);
            }
        }
        return found;
    }

    private int largest(int row) {
        int classes = system.classes();
        return largest(Arrays.copyOfRange(scores, row * classes, (row + 1) * classes), system.singular());
    }

    /**
     * The class with the largest score, the first of equals.
     *
     * @param singular whether the scores solve a Poisson equation: then a class without labels in the component has the
     *     score 0 exactly, which is no candidate, as others may be negative
     */
    public static int largest(double[] scores, boolean singular) {
        int best = -1;
        for (int column = 0; column < scores.length; column++) {
            boolean candidate = !singular || scores[column] != 0;
            best = candidate && (best < 0 || scores[column] > scores[best]) ? column : best;
        }
        return best;
    }
}
