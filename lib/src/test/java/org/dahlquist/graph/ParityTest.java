package org.dahlquist.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.dahlquist.run.WnllConfig;
import org.dahlquist.solver.ConjugateGradient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Interpolated scores against a dense solve in float64, written down from the equations on the whole matrix W. */
class ParityTest {
    private static final int POINTS = 900;
    private static final int CLASSES = 5;
    private static final int K = 10;
    private static final int SCALE_RANK = 5;

    private enum Dataset {
        /** A tenth of the points are exact copies of others. */
        DUPLICATES,
        /** A cluster far from all labels. */
        ORPHANS,
        /** No label of the third class. */
        EMPTY_CLASS
    }

    @ParameterizedTest
    @CsvSource({
        "DUPLICATES, GL", "DUPLICATES, WNLL", "DUPLICATES, POISSON",
        "ORPHANS, GL", "ORPHANS, WNLL", "ORPHANS, POISSON",
        "EMPTY_CLASS, GL", "EMPTY_CLASS, WNLL", "EMPTY_CLASS, POISSON",
    })
    void scoresEqualADenseSolve(Dataset dataset, WnllConfig.Method method) {
        NearestNeighbours lists = lists(dataset);
        int[] labels = labels(dataset);
        WeightedGraph graph = WeightedGraph.of(lists, WnllConfig.Weights.TEXTBOOK, SCALE_RANK);
        long labelled = Arrays.stream(labels).filter(label -> label >= 0).count();
        double mu = method == WnllConfig.Method.WNLL ? (double) POINTS / labelled - 1 : 0;
        GraphSystem system = method == WnllConfig.Method.POISSON
                ? PoissonSystem.assemble(graph, labels, CLASSES)
                : WnllSystem.assemble(graph, labels, CLASSES, mu);

        GraphSolution solution = GraphSolution.of(system, new ConjugateGradient(1e-7, 1000));

        assertThat(system.points()).hasSizeGreaterThan(SplitSystem.LARGEST_DIRECT); // so that some is left to iterate
        assertThat(solution.iterations()[0]).isPositive();
        double[][] w = weights(lists);
        double[][] expected = method == WnllConfig.Method.POISSON
                ? poisson(w, labels, system.points())
                : harmonic(w, labels, system.points(), mu);
        assertEqual(solution, expected, method == WnllConfig.Method.POISSON);
        int orphans = system.reach().unreached().length;
        assertThat(orphans).isEqualTo(dataset == Dataset.ORPHANS ? POINTS / 10 : 0);
    }

    private static void assertEqual(GraphSolution solution, double[][] expected, boolean poisson) {
        for (int row = 0; row < expected.length; row++) {
            double[] found = Arrays.copyOfRange(solution.scores(), row * CLASSES, (row + 1) * CLASSES);
            for (int column = 0; column < CLASSES; column++) {
                assertThat(found[column])
                        .as("row %d, class %d", row, column)
                        .isCloseTo(expected[row][column], within(5e-6));
                if (!poisson) {
                    assertThat(found[column]).isBetween(-5e-6, 1 + 5e-6);
                }
            }
            assertThat(Arrays.stream(found).sum()).as("row %d", row).isCloseTo(poisson ? 0 : 1, within(5e-6));
            assertThat(GraphSolution.largest(found, poisson)).isEqualTo(GraphSolution.largest(expected[row], poisson));
        }
    }

    private static NearestNeighbours lists(Dataset dataset) {
        Random random = new Random(dataset.ordinal());
        float[] values = new float[POINTS * 3];
        for (int at = 0; at < values.length; at++) {
            values[at] = (float) random.nextGaussian();
        }
        int special = POINTS - POINTS / 10;
        if (dataset == Dataset.DUPLICATES) {
            System.arraycopy(values, 0, values, special * 3, values.length - special * 3);
        } else if (dataset == Dataset.ORPHANS) {
            for (int at = special * 3; at < values.length; at++) {
                values[at] += 1000;
            }
        }
        Points points = new Points(LongStream.range(0, POINTS).toArray(), values, 3);
        return new ExactNeighbours(points).selfJoin(0, POINTS, K);
    }

    private static int[] labels(Dataset dataset) {
        return IntStream.range(0, POINTS)
                .map(point -> point % 30 != 0 || point >= POINTS - POINTS / 10 ? -1 : point / 30 % CLASSES)
                .map(label -> dataset == Dataset.EMPTY_CLASS && label == 2 ? 3 : label)
                .toArray();
    }

    private static double[][] weights(NearestNeighbours lists) {
        double[][] w = new double[POINTS][POINTS];
        for (int row = 0; row < POINTS; row++) {
            double sigma = lists.distances()[row * K + SCALE_RANK - 1];
            for (int entry = row * K; entry < (row + 1) * K; entry++) {
                double distance = lists.distances()[entry];
                w[row][lists.ordinals()[entry]] = distance == 0 ? 1 : Math.exp(-distance * distance / (sigma * sigma));
            }
            w[row][row] = 0;
        }
        return w;
    }

    /** Σ_y (w(x,y) + w(y,x)) (u(x) - u(y)) + μ Σ_{y labelled} w(y,x) (u(x) - u(y)) = 0 at each unlabelled x. */
    private static double[][] harmonic(double[][] w, int[] labels, int[] points, double mu) {
        RealMatrix a = new Array2DRowRealMatrix(points.length, points.length);
        RealMatrix b = new Array2DRowRealMatrix(points.length, CLASSES);
        int[] index = GraphSystem.index(points, POINTS);
        for (int row = 0; row < points.length; row++) {
            int x = points[row];
            for (int y = 0; y < POINTS; y++) {
                double weight = w[x][y] + w[y][x] + (labels[y] >= 0 ? mu * w[y][x] : 0);
                a.addToEntry(row, row, weight);
                if (labels[y] >= 0) {
                    b.addToEntry(row, labels[y], weight);
                } else if (index[y] >= 0) {
                    a.addToEntry(row, index[y], -weight);
                }
            }
        }
        return new LUDecomposition(a).getSolver().solve(b).getData();
    }

    /** L u = Σ_j (y_j - ȳ) δ_j with Σ d u = 0, which L + d dᵀ makes one regular system. */
    private static double[][] poisson(double[][] w, int[] labels, int[] points) {
        int n = points.length;
        double[] degrees = new double[n];
        RealMatrix a = new Array2DRowRealMatrix(n, n);
        for (int row = 0; row < n; row++) {
            for (int column = 0; column < n; column++) {
                double weight = w[points[row]][points[column]] + w[points[column]][points[row]];
                a.addToEntry(row, column, -weight);
                degrees[row] += weight;
            }
            a.addToEntry(row, row, degrees[row]);
        }
        double[] mean = new double[CLASSES];
        long count = Arrays.stream(points).filter(point -> labels[point] >= 0).count();
        Arrays.stream(points).filter(point -> labels[point] >= 0).forEach(point -> mean[labels[point]] += 1.0 / count);
        RealMatrix b = new Array2DRowRealMatrix(n, CLASSES);
        for (int row = 0; row < n; row++) {
            for (int column = 0; column < CLASSES; column++) {
                int label = labels[points[row]];
                b.setEntry(row, column, label < 0 ? 0 : (label == column ? 1 : 0) - mean[column]);
            }
            for (int column = 0; column < n; column++) {
                a.addToEntry(row, column, degrees[row] * degrees[column]);
            }
        }
        return new LUDecomposition(a).getSolver().solve(b).getData();
    }
}
