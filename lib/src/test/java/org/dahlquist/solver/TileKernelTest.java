package org.dahlquist.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sweeps of both kernels, on 600 rows: two whole blocks and a part. */
class TileKernelTest {
    private static final int ROWS = 600;
    private static final int LENGTH = ROWS * TileKernel.WIDTH;

    private final TileKernel scalar = new ScalarKernel();
    private final TileKernel vector = TileKernel.fastest();
    private final CompressedRows matrix = matrix(new Random(1));
    private Random random;

    @BeforeEach
    void seed() {
        random = new Random(2);
    }

    @Test
    void bothKernelsRoundAlike() {
        ScaledMatrix scaled = ScaledMatrix.of(matrix);
        float[] p = floats(LENGTH);
        float[] q = new float[LENGTH];
        float[] other = new float[LENGTH];
        assertThat(vector.multiply(scaled, p, other)).isEqualTo(scalar.multiply(scaled, p, q));
        assertThat(other).isEqualTo(q);

        float[] step = floats(TileKernel.WIDTH);
        float[] r = floats(LENGTH);
        float[] otherR = r.clone();
        assertThat(vector.reduce(step, q, otherR)).isEqualTo(scalar.reduce(step, q, r));
        assertThat(otherR).isEqualTo(r);

        float[] momentum = floats(TileKernel.WIDTH);
        float[] x = floats(LENGTH);
        float[] otherX = x.clone();
        float[] otherP = p.clone();
        vector.turn(step, momentum, r, otherX, otherP);
        scalar.turn(step, momentum, r, x, p);
        assertThat(otherX).isEqualTo(x);
        assertThat(otherP).isEqualTo(p);

        double[] b = doubles(LENGTH);
        double[] wide = doubles(LENGTH);
        double[] left = new double[LENGTH];
        double[] otherLeft = new double[LENGTH];
        assertThat(vector.residual(matrix, b, wide, otherLeft)).isEqualTo(scalar.residual(matrix, b, wide, left));
        assertThat(otherLeft).isEqualTo(left);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sweepsEqualTheirFormulasInFloat64(boolean simd) {
        TileKernel kernel = simd ? vector : scalar;
        ScaledMatrix scaled = ScaledMatrix.of(matrix);
        float[] p = floats(LENGTH);
        float[] q = new float[LENGTH];

        double[] dots = kernel.multiply(scaled, p, q);

        for (int column = 0; column < TileKernel.WIDTH; column++) {
            double dot = 0;
            for (int row = 0; row < ROWS; row++) {
                double product = 0;
                for (int entry = matrix.offsets()[row]; entry < matrix.offsets()[row + 1]; entry++) {
                    int other = matrix.columns()[entry];
                    product += matrix.values()[entry]
                            * scaled.scale()[row]
                            * scaled.scale()[other]
                            * p[other * TileKernel.WIDTH + column];
                }
                int at = row * TileKernel.WIDTH + column;
                assertThat((double) q[at]).isCloseTo(product, within(1e-5));
                dot += p[at] * product;
            }
            assertThat(dots[column]).isCloseTo(dot, within(1e-3));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aStepMovesTheSolutionAlongTheDirectionAndTheResidualAgainstTheProduct(boolean simd) {
        TileKernel kernel = simd ? vector : scalar;
        float[] step = floats(TileKernel.WIDTH);
        float[] momentum = floats(TileKernel.WIDTH);
        float[] p = floats(LENGTH);
        float[] q = floats(LENGTH);
        float[] r = floats(LENGTH);
        float[] x = floats(LENGTH);
        float[] oldP = p.clone();
        float[] oldR = r.clone();
        float[] oldX = x.clone();

        kernel.reduce(step, q, r);
        kernel.turn(step, momentum, r, x, p);

        for (int at = 0; at < LENGTH; at++) {
            int column = at % TileKernel.WIDTH;
            assertThat(r[at]).isCloseTo(oldR[at] - step[column] * q[at], within(1e-5f));
            assertThat(x[at]).isCloseTo(oldX[at] + step[column] * oldP[at], within(1e-5f));
            assertThat(p[at]).isCloseTo(r[at] + momentum[column] * oldP[at], within(1e-5f));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theResidualIsTheRightHandSideLessTheProduct(boolean simd) {
        TileKernel kernel = simd ? vector : scalar;
        double[] b = doubles(LENGTH);
        double[] x = doubles(LENGTH);
        double[] r = new double[LENGTH];

        double[] squares = kernel.residual(matrix, b, x, r);

        double[] product = new double[LENGTH];
        matrix.multiply(x, product, TileKernel.WIDTH);
        double[] expected = new double[TileKernel.WIDTH];
        for (int at = 0; at < LENGTH; at++) {
            assertThat(r[at]).isCloseTo(b[at] - product[at], within(1e-12));
            expected[at % TileKernel.WIDTH] += r[at] * r[at];
        }
        assertThat(squares).containsExactly(expected, within(1e-8));
    }

    private float[] floats(int length) {
        float[] values = new float[length];
        for (int at = 0; at < length; at++) {
            values[at] = (float) random.nextGaussian();
        }
        return values;
    }

    private double[] doubles(int length) {
        return random.doubles(length, -1, 1).toArray();
    }

    /** Symmetric, with five random entries per row beside the diagonal. */
    private static CompressedRows matrix(Random random) {
        TripletMatrix triplets = new TripletMatrix();
        for (int row = 0; row < ROWS; row++) {
            triplets.add(row, row, 10 + random.nextDouble());
            for (int entry = 0; entry < 5; entry++) {
                int other = random.nextInt(ROWS);
                double value = -random.nextDouble();
                triplets.add(row, other, value);
                triplets.add(other, row, value);
            }
        }
        return triplets.compress(ROWS, ROWS);
    }
}
