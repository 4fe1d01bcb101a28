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
    private final TileKernel vector = KernelChoice.vector();
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
        float[] x = floats(LENGTH);
        float[] r = floats(LENGTH);
        float[] otherX = x.clone();
        float[] otherR = r.clone();
        assertThat(vector.advance(step, p, q, otherX, otherR)).isEqualTo(scalar.advance(step, p, q, x, r));
        assertThat(otherX).isEqualTo(x);
        assertThat(otherR).isEqualTo(r);

        float[] otherP = p.clone();
        vector.turn(step, r, otherP);
        scalar.turn(step, r, p);
        assertThat(otherP).isEqualTo(p);
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

    private float[] floats(int length) {
        float[] values = new float[length];
        for (int at = 0; at < length; at++) {
            values[at] = (float) random.nextGaussian();
        }
        return values;
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
