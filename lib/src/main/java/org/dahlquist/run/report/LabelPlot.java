package org.dahlquist.run.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The picture of accuracy against the number of labels: mean, and the standard deviation as error bars. */
public final class LabelPlot {
    private LabelPlot() {}

    /**
     * Draws a curve for each method, with the number of labels on a logarithmic axis.
     *
     * @param rows the measurements, at least one
     * @return a PNG file
     */
    public static byte[] draw(List<LabelAccuracy> rows) {
        XYChart chart = Plots.empty(
                "Accuracy by number of labels", "labels per class", "accuracy, %", Plots.WIDTH, Plots.HEIGHT);
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setXAxisDecimalPattern("0.##");
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(100.0);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideSE);
        List<String> methods =
                rows.stream().map(LabelAccuracy::method).distinct().toList();
        for (int i = 0; i < methods.size(); i++) {
            String method = methods.get(i);
            List<LabelAccuracy> curve =
                    rows.stream().filter(row -> row.method().equals(method)).toList();
            add(chart, method, curve, Plots.seriesColour(i));
        }
        return Plots.png(Plots.image(chart));
    }

    private static void add(XYChart chart, String method, List<LabelAccuracy> curve, Color colour) {
        XYSeries series = chart.addSeries(
                method,
                curve.stream().mapToDouble(LabelAccuracy::labelsPerClass).toArray(),
                curve.stream().mapToDouble(row -> 100 * row.top1()).toArray(),
                curve.stream()
                        .mapToDouble(row -> Double.isNaN(row.deviation()) ? 0 : 100 * row.deviation())
                        .toArray());
        series.setLineColor(colour);
        series.setLineStyle(new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setMarkerColor(colour);
    }
}
