package org.dahlquist.run.report;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Loss and accuracy along a line through parameter space, next to each other, with all runs in both. */
public final class CurvePlot {
    /** From this ratio of the largest to the smallest loss on, the axis is logarithmic. */
    private static final double LOGARITHMIC = 30;

    private CurvePlot() {}

    /**
     * What was found on a line.
     *
     * @param name of the run
     * @param x places on the line, ascending
     * @param loss mean cross-entropy there; places where it is not finite are left out
     * @param top1 accuracy there, a fraction
     */
    public record Curve(String name, double[] x, double[] loss, double[] top1) {}

    /** Letters that fit into a legend below the chart; a longer one stands beside it. */
    private static final int LETTERS_BELOW = 45;

    private static final int LETTER_WIDTH = 7;
    private static final int LEGEND_MARGIN = 50;

    /**
     * Draws both charts.
     *
     * @param title what the line is
     * @param curves one for each run, at least one
     * @return the picture, on white, at two pixels per point
     */
    public static BufferedImage draw(String title, List<Curve> curves) {
        XYChart loss = chart("Loss " + title, "cross-entropy", curves, Curve::loss);
        double[] finite = curves.stream()
                .flatMapToDouble(curve -> Arrays.stream(curve.loss()))
                .filter(Double::isFinite)
                .toArray();
        double least = DoubleStream.of(finite).min().orElse(0);
        double most = DoubleStream.of(finite).max().orElse(1);
        if (least > 0 && most > LOGARITHMIC * least) {
            loss.getStyler().setYAxisLogarithmic(true);
        } else {
            loss.getStyler().setYAxisMin(0.0);
        }
        XYChart top1 = chart(
                "Accuracy " + title,
                "top-1, %",
                curves,
                curve -> Arrays.stream(curve.top1()).map(value -> 100 * value).toArray());
        top1.getStyler().setYAxisMin(0.0).setYAxisMax(100.0);
        return beside(Plots.image(loss), Plots.image(top1));
    }

    private static XYChart chart(String title, String quantity, List<Curve> curves, Function<Curve, double[]> values) {
        int letters =
                curves.stream().mapToInt(curve -> curve.name().length()).max().orElse(0);
        boolean below = letters * curves.size() <= LETTERS_BELOW;
        int width = Plots.WIDTH + (below ? 0 : LEGEND_MARGIN + LETTER_WIDTH * letters);
        XYChart chart = Plots.empty(title, "t", quantity, width, Plots.HEIGHT);
        chart.getStyler().setLegendPosition(below ? Styler.LegendPosition.OutsideS : Styler.LegendPosition.OutsideE);
        chart.getStyler().setLegendLayout(below ? Styler.LegendLayout.Horizontal : Styler.LegendLayout.Vertical);
        double[] x = curves.get(0).x();
        // A hair wider than the data: XChart puts its ticks on data that fill the axis evenly, not on round numbers.
        double margin = 0.005 * (x[x.length - 1] - x[0]);
        chart.getStyler().setXAxisMin(x[0] - margin).setXAxisMax(x[x.length - 1] + margin);
        for (int i = 0; i < curves.size(); i++) {
            add(chart, curves.get(i), values.apply(curves.get(i)), i);
        }
        return chart;
    }

    private static void add(XYChart chart, Curve curve, double[] values, int number) {
        int[] finite = IntStream.range(0, values.length)
                .filter(i -> Double.isFinite(values[i]))
                .toArray();
        if (finite.length == 0) {
            return;
        }
        XYSeries series = chart.addSeries(
                curve.name(),
                IntStream.of(finite).mapToDouble(i -> curve.x()[i]).toArray(),
                IntStream.of(finite).mapToDouble(i -> values[i]).toArray());
        series.setLineColor(Plots.seriesColour(number));
        series.setLineStyle(new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        series.setMarker(SeriesMarkers.NONE);
    }

    private static BufferedImage beside(BufferedImage left, BufferedImage right) {
        BufferedImage both = new BufferedImage(
                left.getWidth() + right.getWidth(),
                Math.max(left.getHeight(), right.getHeight()),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = Plots.graphics(both);
        graphics.drawImage(left, 0, 0, null);
        graphics.drawImage(right, left.getWidth(), 0, null);
        graphics.dispose();
        return both;
    }
}
