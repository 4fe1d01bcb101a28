package org.dahlquist.run.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import java.util.stream.IntStream;
import org.dahlquist.stability.Root;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;

/** A chart of part of the complex plane with the unit circle, whose axes have the same scale. */
final class ComplexPlane {
    /** Pixels of a unit, about; and what title, legend and the axes' numbers take beside the plot. */
    private static final int UNIT = 190;

    private static final int BESIDE = 70;
    private static final int ABOVE_AND_BELOW = 130;
    private static final int CIRCLE_POINTS = 400;
    private static final BasicStroke THIN = new BasicStroke(1.2f);

    private final XYChart chart;

    /** The plane from left to right and from −top to top. */
    ComplexPlane(String title, double left, double right, double top) {
        int width = (int) Math.round(UNIT * (right - left)) + BESIDE;
        int height = (int) Math.round(UNIT * 2 * top) + ABOVE_AND_BELOW;
        chart = StabilityPlots.styled(width, height, title, "real part", "imaginary part");
        XYStyler styler = chart.getStyler();
        styler.setXAxisMin(left).setXAxisMax(right);
        styler.setYAxisMin(-top).setYAxisMax(top);
        styler.setPlotGridVerticalLinesVisible(true);
        StabilityPlots.legendBelow(chart);
        List<Root> circle = IntStream.rangeClosed(0, CIRCLE_POINTS)
                .mapToDouble(i -> 2 * Math.PI * i / CIRCLE_POINTS)
                .mapToObj(angle -> new Root(Math.cos(angle), Math.sin(angle)))
                .toList();
        curve("unit circle", Palette.FAINT_TEXT, THIN, circle);
    }

    XYSeries curve(String name, Color colour, BasicStroke stroke, List<Root> roots) {
        return StabilityPlots.line(chart, name, colour, stroke, real(roots), imaginary(roots));
    }

    XYSeries points(String name, Color colour, Marker marker, List<Root> roots) {
        return StabilityPlots.points(chart, name, colour, marker, real(roots), imaginary(roots));
    }

    /** The chart; the range of one axis is widened until a unit is as long on both. */
    XYChart chart() {
        Plots.image(chart);
        double across = unitAcross();
        double up = unitUp();
        XYStyler styler = chart.getStyler();
        if (across > up) {
            double middle = (styler.getXAxisMin() + styler.getXAxisMax()) / 2;
            double half = (styler.getXAxisMax() - styler.getXAxisMin()) / 2 * across / up;
            styler.setXAxisMin(middle - half).setXAxisMax(middle + half);
        } else {
            styler.setYAxisMin(styler.getYAxisMin() * up / across).setYAxisMax(styler.getYAxisMax() * up / across);
        }
        Plots.image(chart);
        return chart;
    }

    /** Length of a pixel of the {@link #chart()}. */
    double pixel() {
        return 1 / unitUp();
    }

    /** Pixels of a unit along the real axis, known once the chart is painted. */
    private double unitAcross() {
        return Math.abs(chart.getScreenXFromChart(1) - chart.getScreenXFromChart(0));
    }

    /** Pixels of a unit along the imaginary axis, known once the chart is painted. */
    private double unitUp() {
        return Math.abs(chart.getScreenYFromChart(1) - chart.getScreenYFromChart(0));
    }

    private static double[] real(List<Root> roots) {
        return roots.stream().mapToDouble(Root::real).toArray();
    }

    private static double[] imaginary(List<Root> roots) {
        return roots.stream().mapToDouble(Root::imaginary).toArray();
    }
}
