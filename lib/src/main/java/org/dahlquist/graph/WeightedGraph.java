package org.dahlquist.graph;

import java.io.Serializable;
import java.util.Arrays;
import org.dahlquist.DahlquistException;
import org.dahlquist.run.WnllConfig;
import org.dahlquist.solver.CompressedRows;
import org.dahlquist.solver.DisjointSets;
import org.dahlquist.solver.TripletMatrix;

/**
 * The nearest-neighbour graph with its weights w(x, y).
 *
 * <p>Textbook: w = exp(-d² / σ(x)²); fourth power, as in the official code: w = exp(-(d² / σ(x)²)²). σ(x) is the
 * distance to x's {@code scaleRank}-th entry, counting x itself. Duplicates have weight 1; where so many duplicates
 * surround x that σ(x) = 0, all its other neighbours have weight 0, which is the limit for σ → 0. Weights below 1e-10
 * are set to 0: beside the weights of at least 1/e that every point has, they vanish in the solver's tolerance, and
 * two parts of the graph which only they connect are separate. The symmetric graph is F = W + Wᵀ.
 *
 * <p>Reference: Wang, Luo, Li, Zhu, Shi, Osher, "Deep Neural Nets with Interpolating Function as Output Activation",
 * NeurIPS 2018. Cost: O(n k). Immutable by convention.
 */
public final class WeightedGraph implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final double NEGLIGIBLE = 1e-10;

    private final NearestNeighbours lists;
    private final double[] weights;

    private WeightedGraph(NearestNeighbours lists, double[] weights) {
        this.lists = lists;
        this.weights = weights;
    }

    /**
     * Weighs the edges of a self-join of all points.
     *
     * @param lists k nearest of every point, itself first
     * @param form textbook or fourth power
     * @param scaleRank entry whose distance is σ(x), from 2 to k
     * @throws DahlquistException CONFIG if the rank isn't from 2 to k
     */
    public static WeightedGraph of(NearestNeighbours lists, WnllConfig.Weights form, int scaleRank) {
        int k = lists.k();
        if (scaleRank < 2 || scaleRank > k) {
            throw DahlquistException.config(
                    "the scale rank is %d and k is %d; both count the point itself,"
                            + " so the rank must be from 2 to k (8 of 15 in the paper)",
                    scaleRank, k);
        }
        double[] weights = new double[lists.ordinals().length];
        for (int row = 0; row < lists.rows(); row++) {
            double sigma = lists.distances()[row * k + scaleRank - 1];
            for (int entry = row * k; entry < (row + 1) * k; entry++) {
                double weight = weight(lists.distances()[entry], sigma, form);
                weights[entry] = weight < NEGLIGIBLE ? 0 : weight;
            }
        }
        return new WeightedGraph(lists, weights);
    }

    private static double weight(double distance, double sigma, WnllConfig.Weights form) {
        if (distance == 0) {
            return 1;
        }
        double ratio = distance / sigma * (distance / sigma);
        return switch (form) {
            case TEXTBOOK -> Math.exp(-ratio);
            case FOURTH_POWER -> Math.exp(-ratio * ratio);
        };
    }

    /** Number of points. */
    public int size() {
        return lists.rows();
    }

    /** The lists the graph was made from. */
    NearestNeighbours lists() {
        return lists;
    }

    /** Visits every directed edge x → y of positive weight, x ≠ y, in the order of the points and their entries. */
    void forEachEdge(EdgeVisitor visitor) {
        int k = lists.k();
        for (int row = 0; row < lists.rows(); row++) {
            for (int entry = row * k; entry < (row + 1) * k; entry++) {
                if (weights[entry] > 0 && lists.ordinals()[entry] != row) {
                    visitor.visit(row, lists.ordinals()[entry], weights[entry]);
                }
            }
        }
    }

    /** Receives the edges of a graph. */
    @FunctionalInterface
    interface EdgeVisitor {
        void visit(int from, int to, double weight);
    }

    /** The graph Laplacian L = D - F, where D holds the row sums of F = W + Wᵀ; n x n. */
    public CompressedRows laplacian() {
        TripletMatrix matrix = new TripletMatrix();
        double[] degrees = new double[size()];
        forEachEdge((from, to, weight) -> {
            matrix.add(from, to, -weight);
            matrix.add(to, from, -weight);
            degrees[from] += weight;
            degrees[to] += weight;
        });
        for (int point = 0; point < degrees.length; point++) {
            matrix.add(point, point, degrees[point]);
        }
        return matrix.compress(size(), size());
    }

    /**
     * The connected component of each point, by number: components are numbered from 0 in the order of their first
     * points.
     */
    public int[] components() {
        DisjointSets sets = new DisjointSets(size());
        forEachEdge((from, to, weight) -> sets.join(from, to));
        return sets.numbers();
    }

    /** Number of points with 0, 1, 2 ... neighbours in the symmetric graph. Cost: O(n k²). */
    public int[] degreeCounts() {
        int[] degrees = new int[size()];
        forEachEdge((from, to, weight) -> {
            degrees[from]++;
            degrees[to] += isEdge(to, from) ? 0 : 1;
        });
        int[] counts = new int[Arrays.stream(degrees).max().orElse(0) + 1];
        for (int degree : degrees) {
            counts[degree]++;
        }
        return counts;
    }

    private boolean isEdge(int from, int to) {
        for (int entry = from * lists.k(); entry < (from + 1) * lists.k(); entry++) {
            if (lists.ordinals()[entry] == to && weights[entry] > 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Share of the list entries of labelled points that are unlabelled points with a weight above 0: how much of W[S,U]
     * there is.
     */
    public double labelledToUnlabelled(int[] labels) {
        int[] entries = new int[2];
        for (int row = 0; row < size(); row++) {
            entries[0] += labels[row] >= 0 ? lists.k() - 1 : 0;
        }
        forEachEdge((from, to, weight) -> entries[1] += labels[from] >= 0 && labels[to] < 0 ? 1 : 0);
        return entries[0] == 0 ? 0 : (double) entries[1] / entries[0];
    }
}
