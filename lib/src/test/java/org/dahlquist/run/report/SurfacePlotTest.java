package org.dahlquist.run.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class SurfacePlotTest {
    private static final double[] AXIS = {-1, 0, 1};

    /** Middle of the first panel's cell at the given fractions of its side, a to the right and b upwards. */
    private static Color at(BufferedImage image, int panel, double right, double up) {
        double x = 46 + panel * 346 + 300 * right;
        double y = 40 + 300 * (1 - up);
        return new Color(image.getRGB((int) (2 * x), (int) (2 * y)));
    }

    @Test
    void lowLossesAreDarkAndBothPanelsShareTheScale() {
        double[][] bowl = {{4, 3, 4}, {3, 0.1, 3}, {4, 3, 4}};
        double[][] flat = {{0.1, 0.1, 0.1}, {0.1, 0.1, 0.1}, {0.1, 0.1, 4}};

        BufferedImage image = SurfacePlot.draw(
                List.of(new SurfacePlot.Panel("bowl", AXIS, bowl), new SurfacePlot.Panel("flat", AXIS, flat)));

        assertThat(at(image, 0, 0.49, 0.47)).isEqualTo(at(image, 1, 0.2, 0.2));
        assertThat(at(image, 0, 0.01, 0.01).getRed())
                .isGreaterThan(at(image, 0, 0.49, 0.47).getRed());
        assertThat(at(image, 1, 0.99, 0.99)).as("a to the right, b upwards").isEqualTo(at(image, 0, 0.99, 0.99));
    }

    @Test
    void lossesThatAreNoNumbersAreGrey() {
        double[][] broken = {{1, 1, 1}, {1, 0.1, 1}, {1, 1, Double.NaN}};

        BufferedImage image = SurfacePlot.draw(List.of(new SurfacePlot.Panel("broken", AXIS, broken)));

        Color grey = at(image, 0, 0.9, 0.9);
        assertThat(Math.abs(grey.getRed() - grey.getBlue())).isLessThan(20);
        assertThat(at(image, 0, 0.1, 0.1).getBlue() - at(image, 0, 0.1, 0.1).getRed())
                .isGreaterThan(10);
    }
}
