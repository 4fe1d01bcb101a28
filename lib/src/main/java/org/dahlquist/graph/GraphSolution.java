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
        int classes = system.classes();
        double[] scores = split.small().solutions().denseColumns(0, classes);
        Solution rest = Solution.zeros(split.matrix().rows(), classes);
        if (split.matrix().rows() > 0) {
            ScaledMatrix matrix = split.scaled();
            for (int from = 0; from < classes; from += ConjugateGradient.TILE) {
                int to = Math.min(classes, from + ConjugateGradient.TILE);
                double[] tile = split.rightHandSide().denseColumns(from, to);
                rest.place(solver.solveTile(matrix, tile, to - from, from), from);
            }
        }
        for (int row = 0; row < split.restRows().length; row++) {
            if (split.restRows()[row] >= 0) {
                System.arraycopy(rest.values(), split.restRows()[row] * classes, scores, row * classes, classes);
            }
        }
        return new GraphSolution(system, scores, rest.iterations(), rest.relativeResiduals());
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
