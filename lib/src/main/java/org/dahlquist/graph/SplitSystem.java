package org.dahlquist.graph;

import java.util.Arrays;
import org.dahlquist.solver.CompressedRows;
import org.dahlquist.solver.ScaledMatrix;
import org.dahlquist.solver.SmallComponents;

/**
 * A system whose small components are solved, and what is left of it for iterations.
 *
 * @param system the whole
 * @param small its components, and the solutions of the small ones
 * @param restRows row among the rest of each row of the system, -1 for those that are solved, {@code int[rows]}
 * @param matrix A of the rest
 * @param rightHandSide B of the rest
 */
public record SplitSystem(
        GraphSystem system,
        SmallComponents small,
        int[] restRows,
        CompressedRows matrix,
        CompressedRows rightHandSide) {
    /** Rows of the largest component that is solved directly: beyond, iterations are faster. */
    public static final int LARGEST_DIRECT = 256;

    /**
     * Solves the components of at most {@value #LARGEST_DIRECT} rows.
     *
     * @throws org.dahlquist.DahlquistException DIVERGED if the matrix isn't positive definite
     */
    public static SplitSystem of(GraphSystem system) {
        SmallComponents small =
                SmallComponents.solve(system.matrix(), system.rightHandSide(), system.singular(), LARGEST_DIRECT);
        int[] rest = small.rest();
        int[] restRows = GraphSystem.index(rest, system.points().length);
        if (rest.length == restRows.length) {
            return new SplitSystem(system, small, restRows, system.matrix(), system.rightHandSide());
        }
        int[] classes = new int[system.classes()];
        Arrays.setAll(classes, column -> column);
        return new SplitSystem(
                system,
                small,
                restRows,
                system.matrix().select(rest, restRows, rest.length),
                system.rightHandSide().select(rest, classes, classes.length));
    }

    /** The rest's matrix as the solver wants it. */
    public ScaledMatrix scaled() {
        return ScaledMatrix.of(matrix, components());
    }

    /** Component of each row of the rest, {@code int[rows]}, for a singular system; null for another. */
    public int[] components() {
        return system.singular() ? SmallComponents.numbers(matrix) : null;
    }
}
