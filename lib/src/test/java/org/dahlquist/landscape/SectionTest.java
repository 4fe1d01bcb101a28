package org.dahlquist.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SectionTest {
    private static final float[] P = {1, -2, 3e7f};
    private static final float[] Q = {0.1f, 1e-20f, -3};

    @Test
    void aPlaneGoesThroughTheModelItself() {
        Plane plane = new Plane(P, new float[][] {{1, 0, 0}, {0.5f, 2, 0}});

        assertThat(plane.at(0, 0)).isEqualTo(P);
        assertThat(plane.at(2, -0.5)).containsExactly(2.75f, -3, 3e7f);
    }

    @Test
    void aLineEndsExactlyInTheTwoModels() {
        Line line = new Line(P, Q);

        assertThat(line.at(0)).isEqualTo(P);
        assertThat(line.at(1)).isEqualTo(Q);
        assertThat(line.at(0.5)).containsExactly(0.55f, -1, 1.4999998e7f);
        assertThatThrownBy(() -> line.at(1.1)).hasMessageContaining("1.1");
    }

    @Test
    void axesHaveTheirEndsAndTheMiddle() {
        assertThat(Axis.around(51, 0.2)).hasSize(51).contains(-0.2, 0, 0.2);
        assertThat(Axis.around(3, 1)).containsExactly(-1, 0, 1);
        assertThat(Axis.unit(4)).containsExactly(0, 1 / 3.0, 2 / 3.0, 1);
    }

    @Test
    void sharpnessIsTheLargestRiseWithinEpsilon() {
        assertThat(Sharpness.places(0.1, 2)).containsExactly(-0.1, -0.05, 0.05, 0.1);

        Sharpness sharpness = Sharpness.of(0.1, 0.5, List.of(new double[] {0.6, 0.7}, new double[] {0.4, 0.3}));

        assertThat(sharpness.rises().get(0)).isEqualTo(0.7 - 0.5);
        assertThat(sharpness.rises().get(1)).as("t = 0 counts too").isZero();
        assertThat(sharpness.max()).isEqualTo(0.7 - 0.5);
        assertThat(sharpness.mean()).isEqualTo((0.7 - 0.5) / 2);
    }

    @Test
    void aLossThatIsNoNumberMakesTheSharpnessNone() {
        assertThat(Sharpness.of(0.1, 0.5, List.of(new double[] {0.6, Double.NaN}, new double[] {0.7}))
                        .max())
                .isNaN();
    }
}
