package org.dahlquist.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SmallComponentsTest {
    @Test
    void directSolutionsEqualThoseByIterations() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            CompressedRows matrix = blocks(random, 7, 5, 0.3);
            CompressedRows border = border(random, matrix.rows(), 4);

            SmallComponents small = SmallComponents.solve(matrix, border, false, 100);

            assertThat(small.rest()).isEmpty();
            assertThat(small.direct()).isEqualTo(small.count()).isGreaterThanOrEqualTo(7);
            double[] expected = new ConjugateGradient(1e-12, 1000)
                    .solve(matrix, border.denseColumns(0, 4), 4, 0)
                    .values();
            double[] found = small.solutions().denseColumns(0, 4);
            for (int at = 0; at < expected.length; at++) {
                assertThat(found[at]).as("seed %d, entry %d", seed, at).isCloseTo(expected[at], within(1e-9));
            }
        }
    }

    @Test
    void aSingularComponentHasTheCentredSolution() {
        for (long seed = 0; seed < 50; seed++) {
            CompressedRows laplacian = blocks(new Random(seed), 1, 12, 0);
            TripletMatrix dipole = new TripletMatrix();
            dipole.add(0, 0, 1);
            dipole.add(7, 0, -1);

            SmallComponents small = SmallComponents.solve(laplacian, dipole.compress(12, 1), true, 12);

            double[] x = small.solutions().denseColumns(0, 1);
            double[] product = new double[12];
            laplacian.multiply(x, product, 1);
            double weighted = 0;
            for (int row = 0; row < 12; row++) {
                assertThat(product[row]).as("seed %d", seed).isCloseTo(row == 0 ? 1 : row == 7 ? -1 : 0, within(1e-9));
                weighted += laplacian.at(row, row) * x[row];
            }
            assertThat(weighted).as("seed %d", seed).isCloseTo(0, within(1e-9));
        }
    }

    @Test
    void largerComponentsAreLeftAndOnlyColumnsOnTheBorderAreSolved() {
        TripletMatrix matrix = new TripletMatrix();
        for (int row = 0; row < 5; row++) {
            matrix.add(row, row, 2);
        }
        matrix.add(1, 3, -1);
        matrix.add(3, 1, -1);
        TripletMatrix border = new TripletMatrix();
        border.add(4, 2, 1);

        SmallComponents small = SmallComponents.solve(matrix.compress(5, 5), border.compress(5, 3), false, 1);

        assertThat(small.count()).isEqualTo(4);
        assertThat(small.direct()).isEqualTo(3);
        assertThat(small.largest()).isEqualTo(2);
        assertThat(small.rest()).containsExactly(1, 3);
        assertThat(small.solutions().entries()).isEqualTo(1);
        assertThat(small.solutions().at(4, 2)).isCloseTo(0.5, within(1e-15));
    }

    @Test
    void anIndefiniteComponentIsAnError() {
        TripletMatrix matrix = new TripletMatrix();
        matrix.add(0, 0, 1);
        matrix.add(0, 1, -2);
        matrix.add(1, 0, -2);
        matrix.add(1, 1, 1);
        TripletMatrix border = new TripletMatrix();
        border.add(0, 0, 1);

        assertThatThrownBy(() -> SmallComponents.solve(matrix.compress(2, 2), border.compress(2, 1), false, 10))
                .hasMessageStartingWith("DIVERGED: the pivot of row 1 is -3.0");
    }

    /** Graph Laplacians of connected blocks, with something added to the diagonal. */
    private static CompressedRows blocks(Random random, int count, int size, double added) {
        TripletMatrix matrix = new TripletMatrix();
        double[] diagonal = new double[count * size];
        for (int block = 0; block < count; block++) {
            for (int row = 1; row < size; row++) {
                int from = block * size + row;
                int to = block * size + random.nextInt(row);
                double weight = 0.1 + random.nextDouble();
                matrix.add(from, to, -weight);
                matrix.add(to, from, -weight);
                diagonal[from] += weight;
                diagonal[to] += weight;
            }
        }
        for (int row = 0; row < diagonal.length; row++) {
            matrix.add(row, row, diagonal[row] + added);
        }
        return matrix.compress(diagonal.length, diagonal.length);
    }

    private static CompressedRows border(Random random, int rows, int columns) {
        TripletMatrix border = new TripletMatrix();
        for (int row = 0; row < rows; row++) {
            border.add(row, random.nextInt(columns - 1), random.nextDouble());
        }
        return border.compress(rows, columns);
    }
}
