package org.dahlquist.graph;

import org.dahlquist.DahlquistException;
import org.dahlquist.run.WnllConfig;
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
 * μ = 0 is the plain graph Laplacian. A is symmetric positive definite on the points that {@link LabelReach} calls
 * unknown. The solution obeys 0 ≤ u ≤ 1, and its rows sum to 1.
 *
 * <p>Reference: Shi, Osher, Zhu, "Weighted Nonlocal Laplacian on Interpolation from Sparse Data", J. Sci. Comput. 73,
 * 2017; Wang et al., NeurIPS 2018; the plain Laplacian: Zhu, Ghahramani, Lafferty, "Semi-Supervised Learning Using
 * Gaussian Fields and Harmonic Functions", ICML 2003. Cost: O(n k log k) time, 32 n k bytes.
 */
public final class WnllSystem {
    private WnllSystem() {}

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
    public static GraphSystem assemble(WeightedGraph graph, int[] labels, int classes, double mu) {
        LabelReach reach = LabelReach.of(graph, labels, classes);
        int[] unknowns = reach.unknowns();
        int[] index = GraphSystem.index(unknowns, labels.length);
        TripletMatrix matrix = new TripletMatrix();
        TripletMatrix border = new TripletMatrix();
        double[] diagonal = new double[unknowns.length];
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
        return new GraphSystem(
                reach,
                unknowns,
                matrix.compress(diagonal.length, diagonal.length),
                border.compress(diagonal.length, classes),
                false);
    }
}
