package org.dahlquist.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.dahlquist.DahlquistException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolynomialTest {
    /** Rounding moves simple roots at least {@link #LEAST_DISTANCE} apart by less. */
    private static final double ACCURACY = 1e-7;

    private static final double LEAST_DISTANCE = 0.05;

    @Test
    void rootsOfRandomPolynomialsAreFound() {
        for (long seed = 0; seed < 200; seed++) {
            List<Root> known = distinctRoots(new Random(seed));

            List<Root> found = withRoots(known).roots();

            assertThat(found).as("seed %d", seed).hasSameSizeAs(known);
            for (Root root : known) {
                assertThat(found)
                        .as("seed %d, root %s", seed, root)
                        .anySatisfy(other -> assertThat(root.distance(other)).isLessThan(ACCURACY));
            }
        }
    }

    @Test
    void rootsComeByDescendingModulusWithTheUpperOfAPairFirst() {
        List<Root> roots = withRoots(List.of(new Root(0.1, 0), new Root(0, -2), new Root(0, 2), new Root(-3, 0)))
                .roots();

        assertThat(roots).extracting(Root::modulus).isSortedAccordingTo(Collections.reverseOrder());
        assertThat(roots.get(1).imaginary()).isCloseTo(2, within(1e-12));
        assertThat(roots.get(2).imaginary()).isCloseTo(-2, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"2, 1e-7", "3, 1e-4", "4, 1e-3"})
    void aMultipleRootComesOutThatOften(int multiplicity, double accuracy) {
        Root multiple = new Root(0.7, 0);
        List<Root> known = new ArrayList<>(Collections.nCopies(multiplicity, multiple));
        known.add(new Root(-0.5, 0));

        List<Root> found = withRoots(known).roots();

        assertThat(found.subList(0, multiplicity))
                .allSatisfy(root -> assertThat(root.distance(multiple)).isLessThan(accuracy));
        assertThat(found.get(multiplicity).real()).isCloseTo(-0.5, within(1e-10));
    }

    @Test
    void rootsAtZeroAreExactAndLeadingZerosCountNothing() {
        assertThat(new Polynomial(List.of(0.0, 1.0, -2.0, 0.0, 0.0)).roots())
                .containsExactly(new Root(2, 0), new Root(0, 0), new Root(0, 0));
        assertThat(new Polynomial(List.of(5.0)).roots()).isEmpty();
    }

    @Test
    void valueDerivativeAndQuotientOfACubic() {
        Polynomial cubic = new Polynomial(List.of(1.0, -6.0, 11.0, -6.0));

        assertThat(cubic.at(4)).isEqualTo(6);
        assertThat(cubic.derivativeAt(4)).isEqualTo(11);
        assertThat(cubic.dividedBy(3)).isEqualTo(new Polynomial(List.of(1.0, -3.0, 2.0)));
    }

    @Test
    void whatHasNoRootsToFindIsRefused() {
        assertThatThrownBy(() -> new Polynomial(List.of(0.0, 0.0)).roots())
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining("every number is a root");
        assertThatThrownBy(() -> new Polynomial(List.of(1.0, 1e300, 1e300, 1e300)).roots())
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining("cannot be computed");
        assertThatThrownBy(() -> new Polynomial(List.of(1.0, Double.NaN))).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new Polynomial(List.of())).hasMessageContaining("at least one coefficient");
    }

    /** One to eight real roots and conjugate pairs of modulus up to 1.5, none close to another. */
    private static List<Root> distinctRoots(Random random) {
        int count = 1 + random.nextInt(8);
        List<Root> roots = new ArrayList<>();
        while (roots.size() < count) {
            double modulus = 1.5 * random.nextDouble();
            double angle = Math.PI * random.nextDouble();
            Root upper = new Root(modulus * Math.cos(angle), modulus * Math.sin(angle));
            List<Root> next = count - roots.size() > 1 && random.nextBoolean()
                    ? List.of(upper, new Root(upper.real(), -upper.imaginary()))
                    : List.of(new Root(upper.real(), 0));
            boolean pairTooClose = next.size() == 2 && next.get(0).distance(next.get(1)) < LEAST_DISTANCE;
            boolean tooClose = next.stream()
                    .anyMatch(root -> roots.stream().anyMatch(other -> root.distance(other) < LEAST_DISTANCE));
            if (!pairTooClose && !tooClose) {
                roots.addAll(next);
            }
        }
        return roots;
    }

    /** The monic polynomial with these roots, which are real or conjugate pairs. */
    private static Polynomial withRoots(List<Root> roots) {
        double[] real = new double[roots.size() + 1];
        double[] imaginary = new double[roots.size() + 1];
        real[0] = 1;
        for (int degree = 1; degree <= roots.size(); degree++) {
            Root root = roots.get(degree - 1);
            for (int i = degree; i > 0; i--) {
                real[i] -= root.real() * real[i - 1] - root.imaginary() * imaginary[i - 1];
                imaginary[i] -= root.real() * imaginary[i - 1] + root.imaginary() * real[i - 1];
            }
        }
        List<Double> coefficients = new ArrayList<>();
        for (double coefficient : real) {
            coefficients.add(coefficient);
        }
        return new Polynomial(coefficients);
    }
}
