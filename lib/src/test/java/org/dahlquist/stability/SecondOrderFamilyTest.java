package org.dahlquist.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecondOrderFamilyTest {
    @Test
    void closedFormRootsAreThoseOfTheCharacteristicPolynomial() {
        for (long seed = 0; seed < 200; seed++) {
            double k = 20 * new Random(seed).nextDouble() - 10;
            List<Root> expected = Coefficients.ofK(k).method().spuriousRoots();

            List<Root> roots = SecondOrderFamily.spuriousRoots(k);

            for (int i = 0; i < 2; i++) {
                assertThat(roots.get(i).distance(expected.get(i)))
                        .as("seed %d, k = %s: %s, but the polynomial has %s", seed, k, roots, expected)
                        .isLessThan(1e-6 * (1 + expected.get(i).modulus()));
            }
        }
    }

    /** The discriminant vanishes at both ends of the complex range. */
    @ParameterizedTest
    @CsvSource({"-1.8, -0.3333333333", "0.3333333333333333, 1"})
    void doubleRootsWhereTheDiscriminantVanishes(double k, double root) {
        assertThat(SecondOrderFamily.spuriousRoots(k))
                .allSatisfy(
                        found -> assertThat(found.distance(new Root(root, 0))).isLessThan(1e-7));
        assertThat(Coefficients.ofK(k).method().spuriousRoots())
                .allSatisfy(
                        found -> assertThat(found.distance(new Root(root, 0))).isLessThan(1e-7));
    }

    @Test
    void stableExactlyInsideTheInterval() {
        for (int i = -1000; i <= 1000; i++) {
            double k = 0.005 * i + 0.0025;
            StabilityClass expected = SecondOrderFamily.isStable(k) ? StabilityClass.STABLE : StabilityClass.UNSTABLE;

            assertThat(Coefficients.ofK(k).stabilityClass()).as("k = %s", k).isEqualTo(expected);
        }
        assertThat(SecondOrderFamily.isStable(SecondOrderFamily.STABLE_BELOW)).isFalse();
        assertThat(SecondOrderFamily.isStable(SecondOrderFamily.STABLE_ABOVE)).isFalse();
    }

    @Test
    void noOtherKHasSmallerSpuriousRoots() {
        double best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 1; i <= 200_000; i++) {
            for (double k : new double[] {-1e-4 * i, 1e-4 * i}) {
                double modulus = SecondOrderFamily.largestSpuriousModulus(k);
                if (modulus < least) {
                    least = modulus;
                    best = k;
                }
            }
        }

        assertThat(best).isCloseTo(SecondOrderFamily.OPTIMAL_K, within(1e-4));
        assertThat(least).isCloseTo(SecondOrderFamily.OPTIMAL_MODULUS, within(1e-6));
    }
}
