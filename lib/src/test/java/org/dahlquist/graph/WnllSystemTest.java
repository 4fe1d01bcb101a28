package org.dahlquist.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.dahlquist.run.WnllConfig;
import org.dahlquist.run.WnllConfig.Weights;
import org.dahlquist.solver.CompressedRows;
import org.dahlquist.solver.ConjugateGradient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WnllSystemTest {
    private static final ConjugateGradient SOLVER = new ConjugateGradient(1e-12, 2000);

    /**
     * The five-point system: points 0 and 1 labelled with the values 0 and 1. Expected values from a dense solve in
     * NumPy of the equations of the NeurIPS 2018 poster (first row of each form: plain graph Laplacian).
     */
    @ParameterizedTest
    @CsvSource({
        "TEXTBOOK, 0, .108690 .294739 .497987 .694936 .895515",
        "TEXTBOOK, 2.5, .042134 .205844 .513914 .799155 .962352",
        "TEXTBOOK, 3.5, .032486 .184808 .517357 .821889 .971486",
        "FOURTH_POWER, 0, .084645 .293499 .501375 .711941 .919254",
        "FOURTH_POWER, 2.5, .029453 .199828 .503953 .806247 .971948",
        "FOURTH_POWER, 3.5, .022018 .178594 .505198 .827788 .979107",
    })
    void fivePointsBetweenZeroAndOne(Weights form, double mu, String expected) {
        float[] positions = {0, 1, .11f, .28f, .43f, .61f, .86f};
        WeightedGraph graph = WeightedGraph.of(selfJoin(positions, 1, 4), form, 3);

        GraphSystem system = WnllSystem.assemble(graph, new int[] {0, 1, -1, -1, -1, -1, -1}, 2, mu);

        double[] scores = solve(system, 2);
        double[] values = Arrays.stream(expected.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        for (int point = 0; point < 5; point++) {
            assertThat(scores[point * 2 + 1]).as("point %d", point).isCloseTo(values[point], within(1e-6));
        }
    }

    @Test
    void labelledWeightIsTheRatioOfThePaperOrOfTheCode() {
        assertThat(WnllSystem.labelledWeight(WnllConfig.LabelledWeight.PAPER, 7, 2))
                .isEqualTo(2.5);
        assertThat(WnllSystem.labelledWeight(WnllConfig.LabelledWeight.CODE, 7, 2))
                .isEqualTo(3.5);
        assertThatThrownBy(() -> WnllSystem.labelledWeight(WnllConfig.LabelledWeight.CODE, 7, 0))
                .hasMessageStartingWith("DATA: none of the 7 points is labelled");
    }

    @Test
    void laplacianRowsSumToZeroAndItIsPositiveSemidefinite() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            CompressedRows laplacian = randomGraph(random).laplacian();
            int n = laplacian.rows();
            double[] ones = new double[n];
            Arrays.fill(ones, 1);
            double[] sums = new double[n];
            double[] vector = random.doubles(n, -1, 1).toArray();
            double[] product = new double[n];

            laplacian.multiply(ones, sums, 1);
            laplacian.multiply(vector, product, 1);

            double energy = 0;
            for (int row = 0; row < n; row++) {
                assertThat(sums[row]).as("seed %d, row %d", seed, row).isCloseTo(0, within(1e-12));
                energy += vector[row] * product[row];
            }
            assertThat(energy).as("seed %d", seed).isGreaterThanOrEqualTo(-1e-12);
        }
    }

    @Test
    void scoresStayBetweenZeroAndOneAndSumToOne() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            WeightedGraph graph = randomGraph(random);
            int[] labels = random.ints(graph.size(), -1, 3)
                    .map(label -> random.nextInt(3) > 0 ? -1 : label)
                    .toArray();

            GraphSystem system = WnllSystem.assemble(graph, labels, 3, random.nextInt(3));

            double[] scores = solve(system, 3);
            for (int row = 0; row < system.reach().unknowns().length; row++) {
                double sum = 0;
                for (int column = 0; column < 3; column++) {
                    assertThat(scores[row * 3 + column]).as("seed %d", seed).isBetween(-1e-5, 1 + 1e-5);
                    sum += scores[row * 3 + column];
                }
                assertThat(sum).as("seed %d, row %d", seed, row).isCloseTo(1, within(1e-5));
            }
        }
    }

    @Test
    void matrixIsSymmetric() {
        WeightedGraph graph = randomGraph(new Random(4));
        int[] labels = new int[graph.size()];
        Arrays.fill(labels, 2, labels.length, -1);

        CompressedRows matrix = WnllSystem.assemble(graph, labels, 1, 1.5).matrix();

        double[] dense = matrix.denseColumns(0, matrix.width());
        for (int row = 0; row < matrix.rows(); row++) {
            for (int column = 0; column < row; column++) {
                assertThat(dense[row * matrix.width() + column]).isEqualTo(dense[column * matrix.width() + row]);
            }
        }
    }

    @Test
    void aComponentWithoutLabelIsReportedAndNotSolved() {
        float[] positions = {0, 1, 2, 100, 101, 102};

        GraphSystem system = WnllSystem.assemble(
                WeightedGraph.of(selfJoin(positions, 1, 3), Weights.TEXTBOOK, 2),
                new int[] {0, -1, 1, -1, -1, -1},
                2,
                1);

        assertThat(system.reach().components()).isEqualTo(2);
        assertThat(system.reach().unknowns()).containsExactly(1);
        assertThat(system.reach().unreached()).containsExactly(3, 4, 5);
        assertThat(GraphSolution.of(system, SOLVER).classes(new int[] {0, -1, 1, -1, -1, -1}))
                .containsExactly(0, 0, 1, -1, -1, -1);
    }

    @Test
    void aComponentWithOneLabelHasExactlyThatClassAndAnAbsentClassIsNeverFound() {
        float[] positions = {0, 1, 2, 100, 101, 102};
        int[] labels = {2, -1, -1, -1, 0, -1};

        for (int mu = 0; mu < 2; mu++) {
            GraphSystem system = WnllSystem.assemble(
                    WeightedGraph.of(selfJoin(positions, 1, 3), Weights.FOURTH_POWER, 2), labels, 3, mu);

            assertThat(system.reach().unknowns()).isEmpty();
            assertThat(GraphSolution.of(system, SOLVER).classes(labels)).containsExactly(2, 2, 2, 0, 0, 0);
        }
        GraphSystem poisson =
                PoissonSystem.assemble(WeightedGraph.of(selfJoin(positions, 1, 3), Weights.FOURTH_POWER, 2), labels, 3);
        assertThat(GraphSolution.of(poisson, SOLVER).classes(labels)).containsExactly(2, 2, 2, 0, 0, 0);
    }

    @Test
    void degreesCountDistinctNeighbours() {
        // 0 and 1 name each other, 2 names 1
        WeightedGraph graph = WeightedGraph.of(selfJoin(new float[] {0, 1, 2.5f}, 1, 2), Weights.TEXTBOOK, 2);

        assertThat(graph.degreeCounts()).containsExactly(0, 2, 1);
        assertThat(graph.labelledToUnlabelled(new int[] {0, -1, 1})).isEqualTo(1);
        assertThat(graph.labelledToUnlabelled(new int[] {0, 1, -1})).isZero();
    }

    @Test
    void duplicatesHaveWeightOneAndConstantFeaturesStillInterpolate() {
        float[] positions = new float[5];

        double[] scores = solve(
                WnllSystem.assemble(
                        WeightedGraph.of(selfJoin(positions, 1, 4), Weights.TEXTBOOK, 3),
                        new int[] {0, 1, -1, -1, -1},
                        2,
                        0),
                2);

        for (int index = 0; index < scores.length; index += 2) {
            assertThat(scores[index] + scores[index + 1]).isCloseTo(1, within(1e-10));
        }
    }

    @Test
    void everythingLabelledLeavesNothingToSolve() {
        GraphSystem system = WnllSystem.assemble(
                WeightedGraph.of(selfJoin(new float[] {1, 2, 3}, 1, 2), Weights.TEXTBOOK, 2), new int[3], 1, 0);

        assertThat(system.reach().unknowns()).isEmpty();
        assertThat(solve(system, 1)).isEmpty();
    }

    @Test
    void wrongLabelsAndRanksAreRefused() {
        NearestNeighbours lists = selfJoin(new float[] {1, 2, 3}, 1, 2);
        WeightedGraph graph = WeightedGraph.of(lists, Weights.TEXTBOOK, 2);

        assertThatThrownBy(() -> WeightedGraph.of(lists, Weights.TEXTBOOK, 3))
                .hasMessageStartingWith("CONFIG: the scale rank is 3 and k is 2");
        assertThatThrownBy(() -> WnllSystem.assemble(graph, new int[] {0, 1, 5}, 2, 0))
                .hasMessageStartingWith("DATA: point 2 has the label 5; with 2 classes");
        assertThatThrownBy(() -> WnllSystem.assemble(graph, new int[2], 2, 0))
                .hasMessageStartingWith("DATA: 2 labels for a graph of 3 points");
    }

    private static WeightedGraph randomGraph(Random random) {
        int n = 6 + random.nextInt(40);
        float[] values = new float[n * 2];
        for (int index = 0; index < values.length; index++) {
            values[index] = random.nextBoolean() ? random.nextInt(3) : (float) random.nextGaussian();
        }
        Weights form = random.nextBoolean() ? Weights.TEXTBOOK : Weights.FOURTH_POWER;
        return WeightedGraph.of(selfJoin(values, 2, 5), form, 3);
    }

    private static NearestNeighbours selfJoin(float[] values, int dimension, int k) {
        int n = values.length / dimension;
        Points points = new Points(LongStream.range(0, n).toArray(), values, dimension);
        return new ExactNeighbours(points).selfJoin(0, n, k);
    }

    private static double[] solve(GraphSystem system, int classes) {
        double[] rightHandSide = system.rightHandSide().denseColumns(0, classes);
        return SOLVER.solve(system.matrix(), rightHandSide, classes, 0).values();
    }
}
