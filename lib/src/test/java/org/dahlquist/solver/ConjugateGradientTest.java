package org.dahlquist.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.dahlquist.DahlquistException;
import org.junit.jupiter.api.Test;

class ConjugateGradientTest {
    private static final ConjugateGradient STRICT = new ConjugateGradient(1e-12, 1000);

    @Test
    void residualFallsToTheToleranceAndTheSolutionEqualsADenseSolve() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int n = 1 + random.nextInt(30);
            int columns = 1 + random.nextInt(5);
            double[][] dense = randomPositiveDefinite(n, random);
            double[] rightHandSide = random.doubles((long) n * columns, -1, 1).toArray();

            Solution solution = STRICT.solve(compress(dense), rightHandSide, columns, 0);

            for (int column = 0; column < columns; column++) {
                double[] expected = gauss(dense, rightHandSide, columns, column);
                assertThat(solution.relativeResiduals()[column])
                        .as("seed %d", seed)
                        .isLessThanOrEqualTo(1e-12);
                for (int row = 0; row < n; row++) {
                    assertThat(solution.values()[row * columns + column])
                            .as("seed %d, row %d, column %d", seed, row, column)
                            .isCloseTo(expected[row], within(1e-9));
                }
            }
        }
    }

    @Test
    void aColumnsSolutionDoesNotDependOnTheColumnsBesideIt() {
        Random random = new Random(5);
        CompressedRows matrix = compress(randomPositiveDefinite(20, random));
        double[] rightHandSide = random.doubles(60, -1, 1).toArray();
        double[] second = new double[20];
        for (int row = 0; row < 20; row++) {
            second[row] = rightHandSide[row * 3 + 1];
        }

        Solution together = STRICT.solve(matrix, rightHandSide, 3, 0);
        Solution alone = STRICT.solve(matrix, second, 1, 1);

        assertThat(alone.iterations()[0]).isEqualTo(together.iterations()[1]);
        for (int row = 0; row < 20; row++) {
            assertThat(alone.values()[row]).isEqualTo(together.values()[row * 3 + 1]);
        }
    }

    @Test
    void aZeroRightHandSideHasTheZeroSolutionAndLeavesTheOthersAlone() {
        CompressedRows matrix = compress(new double[][] {{2, -1}, {-1, 2}});

        Solution solution = STRICT.solve(matrix, new double[] {0, 1, 0, 0}, 2, 0);

        assertThat(solution.iterations()[0]).isZero();
        assertThat(solution.relativeResiduals()[0]).isZero();
        assertThat(solution.values()[0]).isZero();
        assertThat(solution.values()[1]).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(solution.values()[2]).isZero();
        assertThat(solution.values()[3]).isCloseTo(1.0 / 3, within(1e-12));
    }

    @Test
    void aSystemWithoutUnknownsIsSolved() {
        Solution solution = STRICT.solve(new TripletMatrix().compress(0, 0), new double[0], 3, 0);

        assertThat(solution.values()).isEmpty();
        assertThat(solution.relativeResiduals()).containsOnly(0);
    }

    @Test
    void aColumnThatDoesNotConvergeIsNamedWithItsResidual() {
        Random random = new Random(3);
        CompressedRows matrix = compress(randomPositiveDefinite(20, random));
        double[] rightHandSide = random.doubles(20, -1, 1).toArray();

        assertThatThrownBy(() -> new ConjugateGradient(1e-12, 2).solve(matrix, rightHandSide, 1, 7))
                .isInstanceOf(DahlquistException.class)
                .hasMessageStartingWith("DIVERGED: column 7 has the relative residual ")
                .hasMessageContaining("after 2 iterations, the tolerance is 1.0e-12");
    }

    @Test
    void anIndefiniteMatrixIsRefused() {
        CompressedRows matrix = compress(new double[][] {{1, 2}, {2, 1}});

        assertThatThrownBy(() -> STRICT.solve(matrix, new double[] {1, -1}, 1, 0))
                .hasMessageStartingWith("DIVERGED: column 0 found the curvature -2.0")
                .hasMessageContaining("not positive definite");
    }

    @Test
    void aMatrixWithAnEmptyRowIsRefused() {
        CompressedRows matrix = compress(new double[][] {{1, 0}, {0, 0}});

        assertThatThrownBy(() -> STRICT.solve(matrix, new double[] {1, 1}, 1, 0))
                .hasMessageStartingWith("DATA: row 1 has the diagonal entry 0.0");
    }

    @Test
    void aRightHandSideThatIsNotANumberIsRefused() {
        CompressedRows matrix = compress(new double[][] {{1}});

        assertThatThrownBy(() -> STRICT.solve(matrix, new double[] {Double.NaN}, 1, 4))
                .hasMessageStartingWith("DATA: right-hand side 4 has the norm NaN");
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new ConjugateGradient(0, 10)).hasMessageContaining("tolerance is 0.0");
        assertThatThrownBy(() -> new ConjugateGradient(Double.NaN, 10)).hasMessageContaining("tolerance is NaN");
        assertThatThrownBy(() -> new ConjugateGradient(1e-7, 0)).hasMessageContaining("limit is 0 iterations");
    }

    @Test
    void tripletsAtOnePlaceAreSummed() {
        TripletMatrix triplets = new TripletMatrix();
        triplets.add(1, 2, 1.5);
        triplets.add(0, 1, 4);
        triplets.add(1, 0, 3);
        triplets.add(1, 2, -0.5);

        CompressedRows matrix = triplets.compress(3, 3);

        assertThat(matrix.offsets()).containsExactly(0, 1, 3, 3);
        assertThat(matrix.columns()).containsExactly(1, 0, 2);
        assertThat(matrix.values()).containsExactly(4, 3, 1);
    }

    /** MᵀM + I / 10 with half of M's entries zero. */
    private static double[][] randomPositiveDefinite(int n, Random random) {
        double[][] factor = new double[n][n];
        for (double[] row : factor) {
            for (int column = 0; column < n; column++) {
                row[column] = random.nextBoolean() ? random.nextGaussian() : 0;
            }
        }
        double[][] matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int l = 0; l < n; l++) {
                    matrix[i][j] += factor[l][i] * factor[l][j];
                }
            }
            matrix[i][i] += 0.1;
        }
        return matrix;
    }

    private static CompressedRows compress(double[][] dense) {
        TripletMatrix triplets = new TripletMatrix();
        for (int row = 0; row < dense.length; row++) {
            for (int column = 0; column < dense.length; column++) {
                if (dense[row][column] != 0) {
                    triplets.add(row, column, dense[row][column]);
                }
            }
        }
        return triplets.compress(dense.length, dense.length);
    }

    /** Gaussian elimination with partial pivoting. */
    private static double[] gauss(double[][] matrix, double[] rightHandSide, int columns, int column) {
        int n = matrix.length;
        double[][] work = new double[n][];
        for (int row = 0; row < n; row++) {
            work[row] = Arrays.copyOf(matrix[row], n + 1);
            work[row][n] = rightHandSide[row * columns + column];
        }
        for (int pivot = 0; pivot < n; pivot++) {
            int best = pivot;
            for (int row = pivot; row < n; row++) {
                best = Math.abs(work[row][pivot]) > Math.abs(work[best][pivot]) ? row : best;
            }
            double[] swapped = work[pivot];
            work[pivot] = work[best];
            work[best] = swapped;
            for (int row = pivot + 1; row < n; row++) {
                double factor = work[row][pivot] / work[pivot][pivot];
                for (int index = pivot; index <= n; index++) {
                    work[row][index] -= factor * work[pivot][index];
                }
            }
        }
        double[] solution = new double[n];
        for (int row = n - 1; row >= 0; row--) {
            double sum = work[row][n];
            for (int index = row + 1; index < n; index++) {
                sum -= work[row][index] * solution[index];
            }
            solution[row] = sum / work[row][row];
        }
        return solution;
    }
}
