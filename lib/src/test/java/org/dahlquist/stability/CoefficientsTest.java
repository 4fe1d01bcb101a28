package org.dahlquist.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.dahlquist.DahlquistException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values were worked out with numpy.roots from the formulas of arXiv 2206.13100. */
class CoefficientsTest {
    @ParameterizedTest
    @CsvSource({
        "-1.8, 0.333333, 0.555556, 0.111111, 1.777778, 0.33333, 0.33333, STABLE",
        "-1.2, 0.125, 0.833333, 0.041667, 1.916667, 0.82446, 0.05054, STABLE",
        "-1.5, 0.25, 0.666667, 0.083333, 1.833333, 0.61436, 0.13564, STABLE",
        "-2, 0.375, 0.5, 0.125, 1.75, 0.35355, 0.35355, STABLE",
        "-3, 0.5, 0.333333, 0.166667, 1.666667, 0.40825, 0.40825, STABLE",
        "-5, 0.6, 0.2, 0.2, 1.6, 0.44721, 0.44721, STABLE",
        "-10, 0.675, 0.1, 0.225, 1.55, 0.47434, 0.47434, STABLE",
        "1, 1.5, -1, 0.5, 1, 0.70711, 0.70711, STABLE",
        "0.5, 2.25, -2, 0.75, 0.5, 0.86603, 0.86603, STABLE",
        "0.4, 2.625, -2.5, 0.875, 0.25, 0.93541, 0.93541, STABLE",
        "2, 1.125, -0.5, 0.375, 1.25, 0.61237, 0.61237, STABLE",
        "3, 1, -0.333333, 0.333333, 1.333333, 0.57735, 0.57735, STABLE",
        "10, 0.825, -0.1, 0.275, 1.45, 0.52440, 0.52440, STABLE",
        "-1, 0, 1, 0, 2, 1, 0, WEAKLY_STABLE",
        "0.3333333333333333, 3, -3, 1, 0, 1, 1, UNSTABLE",
        "-0.9, -0.083333, 1.111111, -0.027778, 2.055556, 1.10839, 0.02506, UNSTABLE",
        "-0.5, -0.75, 2, -0.25, 2.5, 1.88278, 0.13278, UNSTABLE",
        "-0.3333333333333333, -1.5, 3, -0.5, 3, 2.68614, 0.18614, UNSTABLE",
        "0.25, 3.75, -4, 1.25, -0.5, 2.17539, 0.57461, UNSTABLE"
    })
    void familyWithOneParameter(
            double k,
            double a0,
            double a1,
            double a2,
            double b0,
            double first,
            double second,
            StabilityClass expected) {
        Coefficients coefficients = Coefficients.ofK(k);

        assertThat(new double[] {coefficients.a0(), coefficients.a1(), coefficients.a2(), coefficients.b0()})
                .containsExactly(new double[] {a0, a1, a2, b0}, within(1e-6));
        assertThat(coefficients.isConsistent()).isTrue();
        // the double root of k = -9/5 loses half of the digits
        assertThat(coefficients.otherModuli()).containsExactly(new double[] {first, second}, within(1e-5));
        assertThat(coefficients.stabilityClass()).isEqualTo(expected);
        assertThat(coefficients.satisfiesRootCondition()).isEqualTo(expected != StabilityClass.UNSTABLE);
    }

    @Test
    void fourOnesAreNeitherConsistentNorZeroStable() {
        Coefficients ones = new Coefficients(1, 1, 1, 1);

        assertThat(ones.isConsistent()).isFalse();
        assertThat(ones.roots().get(0).modulus()).isCloseTo(1.83929, within(1e-5));
        assertThat(ones.otherModuli()).containsExactly(new double[] {0.73735, 0.73735}, within(1e-5));
        assertThat(ones.satisfiesRootCondition()).isFalse();
        assertThat(ones.stabilityClass()).isEqualTo(StabilityClass.INCONSISTENT);
    }

    @Test
    void residualStepIsStableWithBothOtherRootsZero() {
        assertThat(Coefficients.RESIDUAL.otherModuli()).containsExactly(0, 0);
        assertThat(Coefficients.RESIDUAL.stabilityClass()).isEqualTo(StabilityClass.STABLE);
    }

    @Test
    void optimalIsTheFamilyAtMinusNineFifths() {
        assertThat(Coefficients.OPTIMAL.a0()).isCloseTo(Coefficients.ofK(-1.8).a0(), within(1e-12));
        assertThat(Coefficients.OPTIMAL.b0()).isCloseTo(Coefficients.ofK(-1.8).b0(), within(1e-12));
        assertThat(Coefficients.OPTIMAL.stabilityClass()).isEqualTo(StabilityClass.STABLE);
    }

    @Test
    void coefficientsRoundedToSevenDigitsStayConsistent() {
        Coefficients rounded = Coefficients.of(List.of(0.3333333, 0.5555556, 0.1111111, 1.77777778));

        assertThat(rounded.stabilityClass()).isEqualTo(StabilityClass.STABLE);
    }

    @Test
    void badValuesAreNamed() {
        assertThatThrownBy(() -> Coefficients.ofK(0))
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining("0.0");
        assertThatThrownBy(() -> new Coefficients(1, Double.NaN, 0, 1)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Coefficients.of(List.of(1.0, 2.0))).hasMessageContaining("there are 2");
    }
}
