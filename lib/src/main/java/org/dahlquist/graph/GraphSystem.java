package org.dahlquist.graph;

import java.util.Arrays;
import org.dahlquist.solver.CompressedRows;

/**
 * A sparse system A U = B over points of a graph, with one column per class.
 *
 * @param reach which points it has to decide
 * @param points ordinals of the points that the rows stand for, ascending; they hold all of the reach's unknowns
 * @param matrix A, symmetric, points x points
 * @param rightHandSide B, points x classes
 * @param singular whether A is a graph Laplacian, whose null space is spanned by the constants on its components
 */
public record GraphSystem(
        LabelReach reach, int[] points, CompressedRows matrix, CompressedRows rightHandSide, boolean singular) {

    /** Number of classes. */
    public int classes() {
        return rightHandSide.width();
    }

    /** Row of each ordinal among ascending ordinals, -1 for those without, {@code int[n]}. */
    static int[] index(int[] ordinals, int n) {
        int[] index = new int[n];
        Arrays.fill(index, -1);
        for (int row = 0; row < ordinals.length; row++) {
            index[ordinals[row]] = row;
        }
        return index;
    }

    /** Row of each point of the graph, -1 for those without, {@code int[n]}. */
    public int[] rows(int n) {
        return index(points, n);
    }
}
