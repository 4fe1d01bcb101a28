package org.dahlquist.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeformationTest {
    /** The slopes of the paper notes' table 3.2: loss, 2atan²+ℓ, 10atan+ℓ, 1.5atan(.7ℓ), LES .99, LES .5. */
    @ParameterizedTest
    @CsvSource({
        "0, 1, 11, 1.05, 100, 2",
        "0.01, 1.0400, 10.999, 1.0499, 50.3761, 1.9803",
        "0.1, 1.3947, 10.901, 1.0449, 9.5959, 1.8262",
        "0.5, 2.4837, 9, 0.9354, 2.5029, 1.4353",
        "1, 2.5708, 6, 0.7047, 1.5728, 1.2254",
        "2.3026, 1.7370, 2.5868, 0.2918, 1.1099, 1.0526",
        "4.6052, 1.2444, 1.4503, 0.0922, 1.0100, 1.0050"
    })
    void slopesAreThePapers(double loss, double square, double plain, double bare, double sharp, double flat) {
        assertThat(new ArctanPower(2, 1, 2, 1).slope(loss)).isCloseTo(square, within(6e-5));
        assertThat(new ArctanPower(10, 1, 1, 1).slope(loss)).isCloseTo(plain, within(6e-4));
        assertThat(new ArctanPower(1.5, 0.7, 1, 0).slope(loss)).isCloseTo(bare, within(6e-5));
        assertThat(new LogExp(0.99).slope(loss)).isCloseTo(sharp, within(6e-5));
        assertThat(new LogExp(0.5).slope(loss)).isCloseTo(flat, within(6e-5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.7, 3, 30})
    void slopesAreDerivatives(double loss) {
        for (Deformation deformation : new Deformation[] {new ArctanPower(2, 0.8, 3, 0.5), new LogExp(0.9)}) {
            double derivative = (deformation.value(loss + 1e-5) - deformation.value(loss - 1e-5)) / 2e-5;
            assertThat(deformation.slope(loss)).isCloseTo(derivative, within(1e-6));
        }
    }

    @Test
    void noDeformationIsTheIdentity() {
        assertThat(Deformation.NONE.value(0.3)).isEqualTo(0.3);
        assertThat(Deformation.NONE.slope(0.3)).isEqualTo(1);
    }

    @Test
    void constantsThatBreakTheLossAreRefused() {
        assertThatThrownBy(() -> new LogExp(1)).hasMessageStartingWith("CONFIG").hasMessageContaining("c is 1.0");
        assertThatThrownBy(() -> new ArctanPower(-1, 1, 1, 1)).hasMessageContaining("alpha >= 0");
    }
}
