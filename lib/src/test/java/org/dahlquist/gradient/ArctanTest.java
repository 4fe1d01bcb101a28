package org.dahlquist.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.dahlquist.DahlquistException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ArctanTest {
    /** Table "GAF conditions" of the paper notes (2.2), worked out apart from this code to five digits. */
    @ParameterizedTest
    @CsvSource({
        "0.1, 20, 2, 0.15708, 0.11656",
        "0.2, 10, 2, 0.31416, 0.23311",
        "0.3, 4.5, 1.35, 0.47124, 0.25783",
        "0.1, 12, 1.2, 0.15708, 0.06954",
        "0.1, 15, 1.5, 0.15708, 0.09674",
        "1.0, 1.5, 1.5, 1.57080, 0.96740"
    })
    void slopeSaturationAndFixedPointAreThePapers(
            double alpha, double beta, double slope, double saturation, double fixedPoint) {
        Arctan arctan = new Arctan(alpha, beta);

        assertThat(arctan.slopeAtZero()).isCloseTo(slope, within(1e-12));
        assertThat(arctan.saturation()).isCloseTo(saturation, within(5e-6));
        assertThat(arctan.fixedPoint()).isPresent();
        assertThat(arctan.fixedPoint().getAsDouble()).isCloseTo(fixedPoint, within(5e-6));
    }

    @Test
    void slopeOneNeverEnlarges() {
        assertThat(new Arctan(0.05, 20).fixedPoint()).isEmpty();
        assertThat(new Arctan(0.05, 20).saturation()).isCloseTo(0.07854, within(5e-6));
    }

    @Test
    void enlargesBelowTheFixedPointAndRestrictsAbove() {
        Arctan arctan = new Arctan(0.1, 20);
        double fixedPoint = arctan.fixedPoint().orElseThrow();

        assertThat(arctan.value(fixedPoint / 2)).isGreaterThan(fixedPoint / 2);
        assertThat(arctan.value(fixedPoint * 2)).isLessThan(fixedPoint * 2);
    }

    @Test
    void arraysAndScalarsAgreeAndTheFunctionIsOdd() {
        Arctan arctan = new Arctan(0.3, 4.5);
        double[] points = {-5, -0.2, 0, 1e-9, 0.2, 5};
        INDArray array = Nd4j.createFromArray(points);

        arctan.activate(array);

        for (int i = 0; i < points.length; i++) {
            assertThat(array.getDouble(i)).isCloseTo(arctan.value(points[i]), within(1e-15));
            assertThat(arctan.value(-points[i])).isEqualTo(-arctan.value(points[i]));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void scalesMustBePositiveAndFinite(double wrong) {
        assertThatThrownBy(() -> new Arctan(wrong, 1))
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining("alpha")
                .hasMessageContaining(String.valueOf(wrong));
        assertThatThrownBy(() -> new Arctan(1, wrong)).hasMessageContaining("beta");
    }

    @Test
    void floatArithmeticStaysWithinThreeUnitsInTheLastPlace() {
        for (float x = 1e-6f; x < 1e6f; x *= 1.0007f) {
            double exact = Math.atan(x);
            assertThat(Math.abs(Arctan.arctan(x) - exact))
                    .as("at %s", x)
                    .isLessThanOrEqualTo(3 * Math.ulp((float) exact));
            assertThat(Arctan.arctan(-x)).isEqualTo(-Arctan.arctan(x));
        }
        assertThat(Arctan.arctan(0f)).isZero();
        assertThat(Float.floatToRawIntBits(Arctan.arctan(-0f))).isEqualTo(Float.floatToRawIntBits(-0f));
        assertThat(Arctan.arctan(Float.MIN_VALUE)).isEqualTo(Float.MIN_VALUE);
        assertThat(Arctan.arctan(Float.POSITIVE_INFINITY)).isEqualTo((float) (Math.PI / 2));
        assertThat(Arctan.arctan(Float.NaN)).isNaN();
    }
}
