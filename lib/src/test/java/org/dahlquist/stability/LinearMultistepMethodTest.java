package org.dahlquist.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinearMultistepMethodTest {
    /** Error constants from Hairer, Nørsett, Wanner, "Solving Ordinary Differential Equations I", section III.1. */
    @ParameterizedTest
    @CsvSource({
        "1, 0.5",
        "2, 0.4166666666666667",
        "3, 0.375",
        "4, 0.3486111111111111",
        "5, 0.3298611111111111",
        "6, 0.3155919312169312"
    })
    void adamsBashforthHasAsManyOrdersAsSteps(int steps, double errorConstant) {
        LinearMultistepMethod method =
                CoefficientTable.ADAMS_BASHFORTH.methods().get(steps - 1).method();

        assertThat(method.steps()).isEqualTo(steps);
        assertThat(method.order()).isEqualTo(steps);
        assertThat(method.errorConstant()).isCloseTo(errorConstant, within(1e-12));
        assertThat(method.largestSpuriousModulus()).isZero();
        assertThat(method.stabilityClass()).isEqualTo(StabilityClass.STABLE);
    }

    /** Moduli worked out with numpy.roots. */
    @ParameterizedTest
    @CsvSource({
        "'2 steps, order 2', 2, 0.5, STABLE",
        "'2 steps, order 1', 1, 0.5, STABLE",
        "'2 steps, order 0', 0, 0.5, INCONSISTENT",
        "'3 steps, order 2', 2, 0.333333, STABLE",
        "'3 steps, order 1', 1, 0.333333, STABLE",
        "'3 steps, order 0', 0, 0.333333, INCONSISTENT",
        "'3 steps, order 0, b', 0, 0.333333, INCONSISTENT",
        "'4 steps, order 4', 4, 0.164492, STABLE",
        "Taylor, 2, 0.707107, STABLE"
    })
    void followUpSetsHaveTheOrdersTheyAreNamedFor(String name, int order, double modulus, StabilityClass expected) {
        LinearMultistepMethod method = CoefficientTable.FOLLOW_UP.methods().stream()
                .filter(set -> set.name().equals(name))
                .findFirst()
                .orElseThrow()
                .method();

        assertThat(method.order()).isEqualTo(order);
        assertThat(method.largestSpuriousModulus()).isCloseTo(modulus, within(1e-5));
        assertThat(method.stabilityClass()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-10, -3, -1.8, -1.2, -1, -0.5, 0.25, 0.4, 1, 10})
    void theFamilyIsOfSecondOrder(double k) {
        LinearMultistepMethod method = Coefficients.ofK(k).method();

        assertThat(method.order()).isEqualTo(2);
        // x = t³: one step from 0 gives 1 = a1·(-1) + a2·(-8) + b0·0 + 3!·C
        assertThat(method.errorConstant())
                .isCloseTo((1 + method.a().get(1) + 8 * method.a().get(2)) / 6, within(1e-12));
    }

    @Test
    void theFamilyReachesThirdOrderWhereItIsUnstable() {
        LinearMultistepMethod method = Coefficients.ofK(-1 / 3.0).method();

        assertThat(method.order()).isEqualTo(3);
        assertThat(method.stabilityClass()).isEqualTo(StabilityClass.UNSTABLE);
    }

    @Test
    void fourOnesFailTheVeryFirstCondition() {
        LinearMultistepMethod method = new Coefficients(1, 1, 1, 1).method();

        assertThat(method.order()).isEqualTo(-1);
        assertThat(method.errorConstant()).isEqualTo(-2);
        assertThat(method.hasPrincipalRoot()).isFalse();
        assertThat(method.spuriousRoots()).hasSize(3);
        assertThat(method.largestSpuriousModulus()).isCloseTo(1.83929, within(1e-5));
    }

    @Test
    void aMethodOfOrderPReproducesPolynomialsOfDegreeP() {
        for (NamedMethod set : CoefficientTable.ADAMS_BASHFORTH.methods()) {
            LinearMultistepMethod method = set.method();
            for (int degree = 0; degree <= method.order(); degree++) {
                assertThat(stepOfPower(method, degree))
                        .as("%s, t^%d", set.name(), degree)
                        .isCloseTo(1, within(1e-9));
            }
        }
    }

    @Test
    void theFirstTwoConditionsAreThoseOfTheCharacteristicPolynomials() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<Double> a = new ArrayList<>();
            List<Double> b = new ArrayList<>();
            int steps = 1 + random.nextInt(6);
            for (int i = 0; i < steps; i++) {
                a.add(random.nextGaussian());
                b.add(random.nextGaussian());
            }
            a.set(0, a.get(0) + 1 - a.stream().mapToDouble(Double::doubleValue).sum());
            LinearMultistepMethod method = new LinearMultistepMethod(a, b);

            assertThat(method.defect(0))
                    .as("seed %d", seed)
                    .isCloseTo(method.rho().at(1), within(1e-12));
            assertThat(method.defect(1))
                    .as("seed %d", seed)
                    .isCloseTo(method.rho().derivativeAt(1) - method.sigma().at(1), within(1e-12));
        }
    }

    @Test
    void severalSimpleRootsOnTheCircleAreWeaklyStable() {
        LinearMultistepMethod fourthRoots = new LinearMultistepMethod(List.of(0.0, 0.0, 0.0, 1.0), List.of(4.0));

        assertThat(fourthRoots.multiplicityOnCircle()).isEqualTo(1);
        assertThat(fourthRoots.stabilityClass()).isEqualTo(StabilityClass.WEAKLY_STABLE);
    }

    @Test
    void aDoublePairOnTheCircleIsUnstable() {
        // (ξ - 1)(ξ² + 1)²
        LinearMultistepMethod method = new LinearMultistepMethod(List.of(1.0, -2.0, 2.0, -1.0, 1.0), List.of(4.0));

        assertThat(method.isConsistent()).isTrue();
        assertThat(method.multiplicityOnCircle()).isEqualTo(2);
        assertThat(method.stabilityClass()).isEqualTo(StabilityClass.UNSTABLE);
    }

    @Test
    void theTripleRootOfOneThirdIsCounted() {
        assertThat(Coefficients.ofK(1 / 3.0).method().multiplicityOnCircle()).isEqualTo(3);
    }

    @Test
    void badCoefficientsAreNamed() {
        assertThatThrownBy(() -> new LinearMultistepMethod(List.of(), List.of(1.0)))
                .hasMessageContaining("at least one coefficient a and one b");
        assertThatThrownBy(() -> new LinearMultistepMethod(List.of(1.0), List.of(Double.POSITIVE_INFINITY)))
                .hasMessageContaining("Infinity");
    }

    /** What one step makes of x = t^degree from the exact values at t = 0, −1, …; the exact value at 1 is 1. */
    private static double stepOfPower(LinearMultistepMethod method, int degree) {
        double next = 0;
        for (int i = 0; i < method.steps(); i++) {
            double slope = degree == 0 ? 0 : degree * Math.pow(-i, degree - 1);
            next += method.a().get(i) * Math.pow(-i, degree) + method.b().get(i) * slope;
        }
        return next;
    }
}
