package org.dahlquist.solver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpectrumBoundsTest {
    private static final int SIZE = 200;

    /** A path's Laplacian plus a diagonal has the eigenvalues 2 - 2 cos(π j / (n + 1)) + c. */
    @Test
    void intervalHoldsTheSpectrumOfAPath() {
        double shift = 0.01;

        SpectrumBounds bounds = SpectrumBounds.of(ScaledMatrix.of(path(2 + shift, 2 + shift)));

        double smallest = (2 - 2 * Math.cos(Math.PI / (SIZE + 1)) + shift) / (2 + shift);
        double largest = (2 - 2 * Math.cos(Math.PI * SIZE / (SIZE + 1)) + shift) / (2 + shift);
        assertThat(bounds.lower()).isBetween(0.7 * smallest, smallest);
        assertThat(bounds.upper()).isBetween(largest, 2.0);
    }

    @Test
    void nullSpaceOfALaplacianIsLeftOut() {
        SpectrumBounds bounds = SpectrumBounds.of(ScaledMatrix.of(path(2, 1), new int[SIZE]));

        // The normalised Laplacian of a path of n points has the eigenvalues 1 - cos(π j / (n - 1)).
        double smallest = 1 - Math.cos(Math.PI / (SIZE - 1));
        assertThat(bounds.lower()).isBetween(0.7 * smallest, smallest);
        assertThat(bounds.upper()).isEqualTo(2.0);
    }

    private static CompressedRows path(double inner, double end) {
        TripletMatrix matrix = new TripletMatrix();
        for (int row = 0; row < SIZE; row++) {
            matrix.add(row, row, row == 0 || row == SIZE - 1 ? end : inner);
            if (row > 0) {
                matrix.add(row, row - 1, -1);
                matrix.add(row - 1, row, -1);
            }
        }
        return matrix.compress(SIZE, SIZE);
    }
}
