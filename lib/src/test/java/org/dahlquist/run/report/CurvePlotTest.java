package org.dahlquist.run.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurvePlotTest {
    private static final double[] X = {-1, -0.5, 0, 0.5, 1};

    @Test
    void everyRunIsInBothCharts() {
        BufferedImage image = CurvePlot.draw(
                "along a random direction", List.of(curve("one", 4), curve("two", 9), curve("three", 900)));

        int half = image.getWidth() / 2;
        for (int run = 0; run < 3; run++) {
            assertThat(count(image, Plots.seriesColour(run), 0, half))
                    .as("loss of run %d", run)
                    .isGreaterThan(500);
            assertThat(count(image, Plots.seriesColour(run), half, image.getWidth()))
                    .as("accuracy of run %d", run)
                    .isGreaterThan(500);
        }
    }

    @Test
    void placesWithoutALossAreLeftOut() {
        double[] losses = {Double.NaN, 2, 1, 2, Double.POSITIVE_INFINITY};
        CurvePlot.Curve gaps = new CurvePlot.Curve("gaps", X, losses, new double[] {0.1, 0.3, 0.5, 0.3, 0.1});

        BufferedImage image = CurvePlot.draw("along a random direction", List.of(gaps));

        int half = image.getWidth() / 2;
        int loss = count(image, Plots.seriesColour(0), 0, half);
        assertThat(loss).isBetween(500, count(image, Plots.seriesColour(0), half, image.getWidth()));
    }

    private static CurvePlot.Curve curve(String name, double most) {
        double[] losses = new double[X.length];
        double[] top1 = new double[X.length];
        for (int i = 0; i < X.length; i++) {
            losses[i] = 0.2 + most * X[i] * X[i];
            top1[i] = 0.8 / (1 + most * X[i] * X[i]);
        }
        return new CurvePlot.Curve(name, X, losses, top1);
    }

    private static int count(BufferedImage image, Color colour, int from, int to) {
        int count = 0;
        for (int x = from; x < to; x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                count += image.getRGB(x, y) == colour.getRGB() ? 1 : 0;
            }
        }
        return count;
    }
}
