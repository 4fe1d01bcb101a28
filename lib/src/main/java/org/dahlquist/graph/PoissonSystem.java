package org.dahlquist.graph;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.dahlquist.DahlquistException;
import org.dahlquist.solver.TripletMatrix;

/**
 * The linear system of Poisson learning: labels are sources and sinks of a Poisson equation on the whole graph.
 *
 * <pre>
 * L u = Σ_{j labelled} (y_j - ȳ) δ_j,   Σ_i d_i u_i = 0,   y one-hot, ȳ the mean of the labels' y
 * </pre>
 *
 * with the graph Laplacian L = D - F, F = W + Wᵀ. Unlike {@link WnllSystem} its rows are labelled and unlabelled points
 * alike, and its scores are no probabilities: a point belongs to the class of the largest u. On a graph of several
 * components each is a system of its own, with its own ȳ, so that it has a solution. Class priors aren't used.
 *
 * <p>Reference: Calder, Cook, Thorpe, Slepčev, "Poisson Learning: Graph Based Semi-Supervised Learning At Very Low Label
 * Rates", ICML 2020, section 2. Cost: O(n k log k) time, 32 n k bytes and 16 bytes for every labelled point and class.
 */
public final class PoissonSystem {
    private PoissonSystem() {}

    /**
     * Assembles the system over all components with labels of several classes.
     *
     * @param graph all points, labelled and unlabelled
     * @param labels class of each point, -1 if unlabelled, {@code int[n]}
     * @param classes number of classes
     * @throws DahlquistException DATA if a label isn't below the number of classes or their number isn't n
     */
    public static GraphSystem assemble(WeightedGraph graph, int[] labels, int classes) {
        LabelReach reach = LabelReach.of(graph, labels, classes);
        int[] points =
                IntStream.range(0, labels.length).filter(reach::isContested).toArray();
        int[] index = GraphSystem.index(points, labels.length);
        TripletMatrix matrix = new TripletMatrix();
        double[] degrees = new double[points.length];
        graph.forEachEdge((from, to, weight) -> {
            if (index[from] >= 0) {
                matrix.add(index[from], index[to], -weight);
                matrix.add(index[to], index[from], -weight);
                degrees[index[from]] += weight;
                degrees[index[to]] += weight;
            }
        });
        for (int row = 0; row < points.length; row++) {
            matrix.add(row, row, degrees[row]);
        }
        return new GraphSystem(
                reach,
                points,
                matrix.compress(points.length, points.length),
                sources(reach, points, labels, classes).compress(points.length, classes),
                true);
    }

    private static TripletMatrix sources(LabelReach reach, int[] points, int[] labels, int classes) {
        Map<Integer, double[]> counts = new HashMap<>(); // by component; the last number is the sum of the others
        for (int point : points) {
            if (labels[point] >= 0) {
                double[] count = counts.computeIfAbsent(reach.component(point), component -> new double[classes + 1]);
                count[labels[point]]++;
                count[classes]++;
            }
        }
        TripletMatrix sources = new TripletMatrix();
        for (int row = 0; row < points.length; row++) {
            int label = labels[points[row]];
            if (label >= 0) {
                double[] count = counts.get(reach.component(points[row]));
                for (int column = 0; column < classes; column++) {
                    double source = (column == label ? 1 : 0) - count[column] / count[classes];
                    if (source != 0) {
                        sources.add(row, column, source);
                    }
                }
            }
        }
        return sources;
    }
}
