package org.dahlquist.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DeformationTest {
    /** The functions of the paper notes' table "Oracle ψ′" (3.2), in its columns' order. */
    private static final List<Deformation> TABLE = List.of(
            new ArctanPower(2, 1, 2, 1),
            new ArctanPower(18 / Math.PI, 1, 2, 1),
            new ArctanPower(10, 1, 1, 1),
            new ArctanPower(1.5, 0.7, 1, 0),
            new LogExp(0.99),
            new LogExp(0.9),
            new LogExp(0.8),
            new LogExp(0.5),
            new LogExp(0.3),
            new ArctanPower(1, 0.5, 2, 0.3),
            new Sech(2.5, 0.2));

    /** A loss, then the slopes there, to the digits that the table has. */
    @ParameterizedTest
    @CsvSource({
        "0, 1 1 11 1.05 100 10 5 2 1.4286 .3 0",
        "0.01, 1.0400 1.1146 10.999 1.0499 50.3761 9.1781 4.8086 1.9803 1.4225 .3050 .1100",
        "0.1, 1.3947 2.1308 10.901 1.0449 9.5959 5.3866 3.6215 1.8262 1.3726 .3498 .9425",
        "0.5, 2.4837 5.2504 9 .9354 2.5029 2.2020 1.9426 1.4353 1.2224 .5306 .5323",
        "1, 2.5708 5.5 6 .7047 1.5728 1.4950 1.4170 1.2254 1.1241 .6709 .0609",
        "2.3026, 1.7370 3.1112 2.5868 .2918 1.1099 1.0989 1.0870 1.0526 1.0309 .6679 .0002",
        "4.6052, 1.2444 1.7002 1.4503 .0922 1.0100 1.0091 1.0081 1.0050 1.0030 .4842 .0000"
    })
    void slopesAreThePapers(double loss, String slopes) {
        String[] cells = slopes.split(" ");
        assertThat(cells).hasSameSizeAs(TABLE);
        for (int i = 0; i < cells.length; i++) {
            int digits = cells[i].contains(".") ? cells[i].length() - cells[i].indexOf('.') - 1 : 12;
            assertThat(TABLE.get(i).slope(loss))
                    .as("%s at %s", TABLE.get(i), loss)
                    .isCloseTo(
                            Double.parseDouble(cells[i]), within(digits == 12 ? 1e-12 : 0.51 * Math.pow(10, -digits)));
        }
    }

    /** Where ψ′ of atan² is largest: at .7654, 2.6478 for the coefficient 2 and 5.7206 for 18/π. */
    @Test
    void theLargestSlopesOfSquaresAreThePapers() {
        assertThat(TABLE.get(0).slope(0.7654)).isCloseTo(2.6478, within(5e-5));
        assertThat(TABLE.get(1).slope(0.7654)).isCloseTo(5.7206, within(5e-5));
    }

    static Stream<Deformation> everyDeformation() {
        return Stream.concat(
                TABLE.stream(),
                Stream.of(
                        Deformation.NONE, new ArctanPower(2, 0.8, 3.5, 0.5), new LogExp(0.7, 1.5, 3), new Sech(1, 1)));
    }

    @ParameterizedTest
    @MethodSource("everyDeformation")
    void slopesAreDerivatives(Deformation deformation) {
        for (double loss : new double[] {0.01, 0.05, 0.3, 0.7, 1.5, 3, 30}) {
            double step = 1e-3 * Math.min(1, loss);
            double derivative = (8 * (deformation.value(loss + step) - deformation.value(loss - step))
                            - (deformation.value(loss + 2 * step) - deformation.value(loss - 2 * step)))
                    / (12 * step);
            assertThat(deformation.slope(loss))
                    .as("%s at %s", deformation, loss)
                    .isCloseTo(derivative, within(1e-7 * Math.max(1, Math.abs(derivative))));
        }
    }

    @ParameterizedTest
    @MethodSource("everyDeformation")
    void hugeLossesOverflowNothing(Deformation deformation) {
        assertThat(deformation.value(1e5)).isFinite();
        assertThat(deformation.slope(1e5)).isFinite().isNotNegative();
    }

    @Test
    void noDeformationIsTheIdentity() {
        assertThat(Deformation.NONE.value(0.3)).isEqualTo(0.3);
        assertThat(Deformation.NONE.slope(0.3)).isEqualTo(1);
    }

    /** log(1 − .99) = −4.60517 at no loss; log(e² − .5)·3/2 with c₂ = 2 at ℓ = 1. */
    @Test
    void logExpHasItsValues() {
        assertThat(new LogExp(0.99).value(0)).isCloseTo(-4.605170, within(1e-6));
        assertThat(new LogExp(0.5, 3, 2).value(1)).isCloseTo(1.5 * Math.log(Math.exp(2) - 0.5), within(1e-14));
    }

    /** sech(c) = 1/√2 for c = ln(1 + √2), so ψ(B) = −A·B/(√2·c); the slope there is A/2, and smaller beside it. */
    @Test
    void sechPeaksWhereItSays() {
        Sech sech = new Sech(2.5, 0.2);

        assertThat(sech.value(0.2)).isCloseTo(-0.5 / (Math.sqrt(2) * 0.881373587), within(1e-9));
        assertThat(sech.slope(0.2)).isCloseTo(1.25, within(1e-14));
        assertThat(sech.slope(0.19)).isLessThan(1.25);
        assertThat(sech.slope(0.21)).isLessThan(1.25);
    }

    @Test
    void constantsThatBreakTheLossAreRefused() {
        assertThatThrownBy(() -> new LogExp(1)).hasMessageStartingWith("CONFIG").hasMessageContaining("c is 1.0");
        assertThatThrownBy(() -> new LogExp(0.5, 0, 1)).hasMessageContaining("0.0 and 1.0");
        assertThatThrownBy(() -> new ArctanPower(-1, 1, 1, 1)).hasMessageContaining("alpha >= 0");
        assertThatThrownBy(() -> new Sech(2.5, -0.2)).hasMessageContaining("-0.2");
    }
}
