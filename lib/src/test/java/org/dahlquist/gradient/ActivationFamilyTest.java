package org.dahlquist.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActivationFamilyTest {
    @Test
    void slopeAndSaturationGiveThePapersPair() {
        Arctan arctan = (Arctan) ActivationFamily.ATAN.withSaturation(2, 0.1 * Math.PI / 2);

        assertThat(arctan.alpha()).isCloseTo(0.1, within(1e-15));
        assertThat(arctan.beta()).isCloseTo(20, within(1e-12));
        assertThat(ActivationFamily.TANH.withSaturation(2, 0.1)).isEqualTo(new HyperbolicTangent(0.1, 20));
    }

    @ParameterizedTest
    @EnumSource
    void slopeAndFixedPointComeOutAsAskedFor(ActivationFamily family) {
        ScaledActivation activation = family.withFixedPoint(1.5, 0.07);

        assertThat(activation.slopeAtZero()).isCloseTo(1.5, within(1e-12));
        assertThat(activation.fixedPoint().orElseThrow()).isCloseTo(0.07, within(1e-12));
        assertThat(activation.value(0.06)).isGreaterThan(0.06);
        assertThat(activation.value(0.08)).isLessThan(0.08);
    }

    @Test
    void impossibleChoicesAreRefused() {
        assertThatThrownBy(() -> ActivationFamily.LOG.withSaturation(2, 1)).hasMessageContaining("no saturation");
        assertThatThrownBy(() -> ActivationFamily.ATAN.withFixedPoint(1, 0.1)).hasMessageContaining("slope is 1.0");
    }

    @Test
    void theExplanationSaysSlopeSaturationAndFixedPoint() {
        assertThat(new Arctan(0.1, 20).explanation())
                .contains("slope at 0      2.0000, above 1")
                .contains("saturation      0.15708, no element becomes larger")
                .contains("fixed point x*  0.11656, enlarges gradients below, restricts those above");
        assertThat(new Arctan(0.05, 20).explanation())
                .contains("not above 1: no gradient is enlarged")
                .contains("fixed point x*  none");
        assertThat(new SignedLogarithm(0.1, 20).explanation()).contains("saturation      none, no bound");
    }
}
