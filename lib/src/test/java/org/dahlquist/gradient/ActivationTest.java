package org.dahlquist.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What all activations have in common; {@link ArctanTest} has the arctangent's own. */
class ActivationTest {
    private static final long SEED = 17;

    static Stream<ElementwiseActivation> activations() {
        return Stream.of(
                new Identity(),
                new Arctan(0.3, 4.5),
                new HyperbolicTangent(0.3, 4.5),
                new SignedLogarithm(0.3, 4.5),
                new Clip(0.2));
    }

    @ParameterizedTest
    @MethodSource("activations")
    void theFunctionIsOddAndKeepsTheSign(ElementwiseActivation activation) {
        for (double g = 1e-9; g < 1e9; g *= 3) {
            assertThat(activation.value(g)).isPositive();
            assertThat(activation.value(-g)).isEqualTo(-activation.value(g));
            assertThat(activation.value(1.5 * g)).isGreaterThanOrEqualTo(activation.value(g));
        }
        assertThat(activation.value(0)).isZero();
    }

    @ParameterizedTest
    @MethodSource("activations")
    void arraysOfBothTypesAndFloatsAgreeWithTheFunction(ElementwiseActivation activation) {
        Random random = new Random(SEED);
        double[] points = random.doubles(500, -9, 3)
                .map(exponent -> Math.copySign(Math.pow(10, exponent), random.nextInt(2) - 0.5))
                .toArray();
        points[0] = 0;
        float[] floats = new float[points.length];
        for (int i = 0; i < points.length; i++) {
            points[i] = (float) points[i];
            floats[i] = (float) points[i];
        }
        INDArray doubleArray = Nd4j.createFromArray(points);
        INDArray floatArray = Nd4j.createFromArray(floats);

        activation.activate(doubleArray);
        activation.activate(floatArray);
        activation.activate(floats, floats.length);

        for (int i = 0; i < points.length; i++) {
            double expected = activation.value(points[i]);
            String place = activation + " at " + points[i] + ", seed " + SEED;
            assertThat(doubleArray.getDouble(i)).as(place).isCloseTo(expected, within(1e-13 * Math.abs(expected)));
            assertThat(floatArray.getDouble(i)).as(place).isCloseTo(expected, within(1e-6 * Math.abs(expected)));
            assertThat((double) floats[i]).as(place).isCloseTo(expected, within(4e-7 * Math.abs(expected)));
        }
    }

    @ParameterizedTest
    @MethodSource("activations")
    void theSlopeAtZeroIsTheDerivative(ElementwiseActivation activation) {
        assertThat(activation.value(1e-7) / 1e-7).isCloseTo(activation.slopeAtZero(), within(1e-5));
    }

    @ParameterizedTest
    @MethodSource("activations")
    void noValueIsAboveTheSaturation(ElementwiseActivation activation) {
        assertThat(activation.value(1e12)).isLessThanOrEqualTo(activation.saturation());
        if (Double.isFinite(activation.saturation())) {
            assertThat(activation.value(1e12)).isCloseTo(activation.saturation(), within(1e-9));
        }
    }

    /** Fixed points of the paper notes' table 2.2, worked out apart from this code. */
    @ParameterizedTest
    @CsvSource({"0.1, 20, 0.09575, 0.12564", "0.2, 10, 0.19150, 0.25129", "0.3, 4.5, 0.23585, 0.17188"})
    void fixedPointsAreThePapers(double alpha, double beta, double tanh, double log) {
        assertThat(new HyperbolicTangent(alpha, beta).fixedPoint().orElseThrow())
                .isCloseTo(tanh, within(5e-6));
        assertThat(new SignedLogarithm(alpha, beta).fixedPoint().orElseThrow()).isCloseTo(log, within(5e-6));
    }

    @Test
    void clippingAndTheIdentityNeverEnlarge() {
        assertThat(new Clip(0.2).fixedPoint()).isEmpty();
        assertThat(new Identity().fixedPoint()).isEmpty();
        assertThat(new SignedLogarithm(0.5, 2).fixedPoint()).isEmpty();
    }

    /** Largest magnitude 3, shrink 1.5, gamma 2: bound 2, so alpha = 4/π and beta = π/2. */
    @Test
    void theAdaptiveFunctionFollowsTheLargestMagnitude() {
        double[] tensor = {-3, 0.5, 1};
        INDArray array = Nd4j.createFromArray(tensor);

        new AdaptiveArctan(1.5, 2).activate(array);

        for (int i = 0; i < tensor.length; i++) {
            double expected = 4 / Math.PI * Math.atan(Math.PI / 2 * tensor[i]);
            assertThat(array.getDouble(i)).isCloseTo(expected, within(1e-14));
        }
    }

    /** The official code takes the largest element, 0 or a negative one here, and returns NaN or another scale. */
    @Test
    void theAdaptiveFunctionTakesTensorsOfZerosAndOfNegatives() {
        INDArray zeros = Nd4j.zeros(3);
        INDArray negatives = Nd4j.createFromArray(-1.0, -4.0);
        INDArray positives = Nd4j.createFromArray(1.0, 4.0);
        for (INDArray tensor : new INDArray[] {zeros, negatives, positives}) {
            new AdaptiveArctan(1.5, 2).activate(tensor);
        }

        assertThat(zeros).isEqualTo(Nd4j.zeros(3));
        assertThat(negatives).isEqualTo(positives.neg());
    }

    @Test
    void constantsMustBePositiveAndFinite() {
        assertThatThrownBy(() -> new HyperbolicTangent(0, 1)).hasMessageStartingWith("CONFIG: the tanh");
        assertThatThrownBy(() -> new SignedLogarithm(1, -2))
                .hasMessageContaining("beta")
                .hasMessageContaining("-2.0");
        assertThatThrownBy(() -> new AdaptiveArctan(0, 1)).hasMessageContaining("shrink");
        assertThatThrownBy(() -> new AdaptiveArctan(1.5, Double.NaN)).hasMessageContaining("gamma");
        assertThatThrownBy(() -> new Clip(0)).hasMessageContaining("train.gradient-clipping.limit");
        assertThatThrownBy(() -> new NormClipping(-1)).hasMessageContaining("-1.0");
    }
}
