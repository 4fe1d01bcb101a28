package org.dahlquist.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** On quadratic functions ½·xᵀ·A·x, whose Hessian is A: A = Q·diag(λ)·Qᵀ with a random orthogonal Q. */
class LargestEigenvaluesTest {
    private static final long SEED = 19;
    private static final int ORDER = 40;

    @Test
    void theLargestEigenvaluesOfAQuadraticFunctionAreFound() {
        double[] eigenvalues = new double[ORDER];
        for (int i = 0; i < ORDER; i++) {
            eigenvalues[i] = i < 5 ? 100.0 / (i + 1) : -3 + 0.1 * i;
        }
        HessianProduct hessian =
                new HessianProduct(quadratic(eigenvalues), random(ORDER).apply(99), 1e-3);

        Spectrum spectrum = LargestEigenvalues.of(hessian, random(ORDER), 3, ORDER, 1e-6);

        assertThat(spectrum.converged()).isTrue();
        assertThat(spectrum.products())
                .as("fewer than the order, seed %d", SEED)
                .isLessThan(25);
        assertThat(spectrum.largest()).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(spectrum.largest().get(i).value())
                    .as("eigenvalue %d, seed %d", i, SEED)
                    .isCloseTo(eigenvalues[i], within(1e-5));
            assertThat(spectrum.largest().get(i).residual()).isLessThan(1e-4);
        }
    }

    @Test
    void largestMeansAlgebraicallyLargest() {
        double[] eigenvalues = {-50, -20, 2, 1, 0.5, 0};

        Spectrum spectrum = LargestEigenvalues.of(product(eigenvalues), random(6), 2, 100, 1e-10);

        assertThat(spectrum.largest().get(0).value()).isCloseTo(2, within(1e-8));
        assertThat(spectrum.largest().get(1).value()).isCloseTo(1, within(1e-8));
    }

    @Test
    void multipleEigenvaluesAreFoundAsOftenAsTheyAre() {
        double[] eigenvalues = {7, 7, 7, 2, 2, 1, 1, 1};

        Spectrum spectrum = LargestEigenvalues.of(product(eigenvalues), random(8), 4, 100, 1e-10);

        assertThat(spectrum.converged()).isTrue();
        assertThat(spectrum.products()).as("the whole space").isEqualTo(8);
        assertThat(spectrum.largest().stream().map(value -> Math.round(value.value())))
                .containsExactly(7L, 7L, 7L, 2L);
    }

    @Test
    void aSmallSpaceHasFewerEigenvaluesThanAreWanted() {
        Spectrum spectrum = LargestEigenvalues.of(product(new double[] {3, 1}), random(2), 5, 100, 1e-10);

        assertThat(spectrum.largest()).hasSize(2);
        assertThat(spectrum.converged()).isTrue();
    }

    @Test
    void anIterationCutShortSaysSoAndBoundsItsError() {
        double[] eigenvalues = new double[ORDER];
        for (int i = 0; i < ORDER; i++) {
            eigenvalues[i] = ORDER - i;
        }

        Spectrum spectrum = LargestEigenvalues.of(product(eigenvalues), random(ORDER), 1, 6, 1e-8);

        assertThat(spectrum.converged()).isFalse();
        assertThat(spectrum.products()).isEqualTo(6);
        Spectrum.Eigenvalue found = spectrum.largest().get(0);
        double nearest = Double.POSITIVE_INFINITY;
        for (double eigenvalue : eigenvalues) {
            nearest = Math.min(nearest, Math.abs(eigenvalue - found.value()));
        }
        assertThat(nearest).as("seed %d", SEED).isLessThanOrEqualTo(found.residual());
    }

    @Test
    void aGradientThatIsNotFiniteIsReported() {
        HessianProduct hessian = new HessianProduct(point -> new double[] {Double.NaN}, new double[] {1}, 1e-3);

        assertThatThrownBy(() -> hessian.apply(new double[] {1}))
                .hasMessageStartingWith("DIVERGED")
                .hasMessageContaining("0.001");
    }

    private static Gradient quadratic(double[] eigenvalues) {
        double[][] matrix = matrix(eigenvalues);
        return point -> multiplied(matrix, point);
    }

    private static UnaryOperator<double[]> product(double[] eigenvalues) {
        double[][] matrix = matrix(eigenvalues);
        return vector -> multiplied(matrix, vector);
    }

    private static double[] multiplied(double[][] matrix, double[] vector) {
        double[] product = new double[vector.length];
        for (int i = 0; i < vector.length; i++) {
            for (int j = 0; j < vector.length; j++) {
                product[i] += matrix[i][j] * vector[j];
            }
        }
        return product;
    }

    /** Q is a product of Householder reflections. */
    private static double[][] matrix(double[] eigenvalues) {
        int order = eigenvalues.length;
        double[][] matrix = new double[order][order];
        for (int i = 0; i < order; i++) {
            matrix[i][i] = eigenvalues[i];
        }
        for (int reflection = 0; reflection < 3; reflection++) {
            double[] normal = random(order).apply(1000 + reflection);
            double squares = 0;
            for (double value : normal) {
                squares += value * value;
            }
            double[][] left = reflected(matrix, normal, squares);
            matrix = reflected(transposed(left), normal, squares);
        }
        return matrix;
    }

    private static double[][] reflected(double[][] matrix, double[] normal, double squares) {
        int order = normal.length;
        double[][] result = new double[order][order];
        for (int column = 0; column < order; column++) {
            double part = 0;
            for (int row = 0; row < order; row++) {
                part += normal[row] * matrix[row][column];
            }
            for (int row = 0; row < order; row++) {
                result[row][column] = matrix[row][column] - 2 * part / squares * normal[row];
            }
        }
        return result;
    }

    private static double[][] transposed(double[][] matrix) {
        double[][] result = new double[matrix.length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                result[j][i] = matrix[i][j];
            }
        }
        return result;
    }

    private static IntFunction<double[]> random(int order) {
        return number ->
                new SplittableRandom(SEED + number).doubles(order, -1, 1).toArray();
    }
}
