package org.dahlquist.graph;

import java.util.Arrays;
import org.dahlquist.DahlquistException;
import org.dahlquist.run.WnllConfig;
import org.dahlquist.solver.CompressedRows;
import org.dahlquist.solver.TripletMatrix;

/**
 * The linear system A u = b of the weighted nonlocal Laplacian, whose solution interpolates the labels over the graph.
 *
 * <p>With U unlabelled, S labelled, F = W + Wᵀ and one-hot labels g:
 *
 * <pre>
 * A = diag(Σ_j F[U,j] + μ Σ_{s∈S} W[s,U]ᵀ) - F[U,U]
 * b = (F[U,S] + μ W[S,U]ᵀ) g,   one column per class
 * </pre>
 *
 * μ = 0 is the plain graph Laplacian. A is symmetric positive definite once the points without any labelled point in
 * their component are left out; those are the unreached ones, for which no value is defined. The solution obeys 0 ≤ u
 * ≤ 1, and its rows sum to 1.
 *
 * <p>Reference: Shi, Osher, Zhu, "Weighted Nonlocal Laplacian on Interpolation from Sparse Data", J. Sci. Comput. 73,
 * 2017; Wang et al., NeurIPS 2018. Cost: O(n k log k) time, 32 n k bytes.
 */
public final class WnllSystem {
    private final int[] unknowns;
    private final int[] unreached;
    private final int components;
    private final CompressedRows matrix;
    private final CompressedRows rightHandSide;

    private WnllSystem(Reach reach, CompressedRows matrix, CompressedRows rightHandSide) {
        this.unknowns = reach.unknowns();
        this.unreached = reach.unreached();
        this.components = reach.components();
        this.matrix = matrix;
        this.rightHandSide = rightHandSide;
    }

    /**
     * μ for n points of which some are labelled.
     *
     * @param rule paper: n / |S| - 1; code: n / |S|
     * @throws DahlquistException DATA if none is labelled
     */
    public static double labelledWeight(WnllConfig.LabelledWeight rule, int points, int labelled) {
        if (labelled < 1) {
            throw DahlquistException.data(
                    "none of the %d points is labelled; interpolation needs at least one labelled point", points);
        }
        double ratio = (double) points / labelled;
        return switch (rule) {
            case PAPER -> ratio - 1;
            case CODE -> ratio;
        };
    }

    /**
     * Assembles the system.
     *
     * @param graph all points, labelled and unlabelled
     * @param labels class of each point, -1 if unlabelled, {@code int[n]}
     * @param classes number of classes; one without any labelled point has a zero right-hand side
     * @param mu extra weight μ of labelled neighbours, at least 0
     * @throws DahlquistException DATA if a label isn't below the number of classes or their number isn't n
     */
    public static WnllSystem assemble(WeightedGraph graph, int[] labels, int classes, double mu) {
        checkLabels(graph, labels, classes);
        Reach reach = Reach.of(graph, labels);
        int[] index = reach.index();
        TripletMatrix matrix = new TripletMatrix();
        TripletMatrix border = new TripletMatrix();
        double[] diagonal = new double[reach.unknowns().length];
        graph.forEachEdge((from, to, weight) -> {
            if (index[from] >= 0 && index[to] >= 0) {
                matrix.add(index[from], index[to], -weight);
                matrix.add(index[to], index[from], -weight);
                diagonal[index[from]] += weight;
                diagonal[index[to]] += weight;
            } else if (index[from] >= 0) {
                border.add(index[from], labels[to], weight);
                diagonal[index[from]] += weight;
            } else if (index[to] >= 0) {
                border.add(index[to], labels[from], (1 + mu) * weight);
                diagonal[index[to]] += (1 + mu) * weight;
            }
        });
        for (int row = 0; row < diagonal.length; row++) {
            matrix.add(row, row, diagonal[row]);
        }
        return new WnllSystem(
                reach, matrix.compress(diagonal.length, diagonal.length), border.compress(diagonal.length, classes));
    }

    private static void checkLabels(WeightedGraph graph, int[] labels, int classes) {
        if (labels.length != graph.size()) {
            throw DahlquistException.data("%d labels for a graph of %d points", labels.length, graph.size());
        }
        for (int point = 0; point < labels.length; point++) {
            if (labels[point] < -1 || labels[point] >= classes) {
                throw DahlquistException.data(
                        "point %d has the label %d; with %d classes it must be from 0 to %d, or -1 if unlabelled",
                        point, labels[point], classes, classes - 1);
            }
        }
    }

    /** Ordinals of the unlabelled points that the system's rows stand for, ascending. */
    public int[] unknowns() {
        return unknowns.clone();
    }

    /** Ordinals of the unlabelled points in components without labelled points, ascending. */
    public int[] unreached() {
        return unreached.clone();
    }

    /** Connected components of the graph over all points. */
    public int components() {
        return components;
    }

    /** A, symmetric, unknowns x unknowns. */
    public CompressedRows matrix() {
        return matrix;
    }

    /** b, unknowns x classes. */
    public CompressedRows rightHandSide() {
        return rightHandSide;
    }

    /** Which unlabelled points a label can reach. {@code index[ordinal]} is the row of an unknown, otherwise -1. */
    private record Reach(int[] index, int[] unknowns, int[] unreached, int components) {
        static Reach of(WeightedGraph graph, int[] labels) {
            int[] component = graph.components();
            int components = Arrays.stream(component).max().orElse(-1) + 1;
            boolean[] labelled = new boolean[components];
            for (int point = 0; point < labels.length; point++) {
                labelled[component[point]] |= labels[point] >= 0;
            }
            int[] index = new int[labels.length];
            int[] unknowns = new int[labels.length];
            int[] unreached = new int[labels.length];
            int reachedCount = 0;
            int unreachedCount = 0;
            for (int point = 0; point < labels.length; point++) {
                boolean reached = labelled[component[point]];
                index[point] = labels[point] < 0 && reached ? reachedCount : -1;
                if (index[point] >= 0) {
                    unknowns[reachedCount++] = point;
                } else if (!reached) {
                    unreached[unreachedCount++] = point;
                }
            }
            return new Reach(
                    index, Arrays.copyOf(unknowns, reachedCount), Arrays.copyOf(unreached, unreachedCount), components);
        }
    }
}
