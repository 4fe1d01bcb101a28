package org.dahlquist.sweep;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dahlquist.run.report.EpochMetrics;
import org.dahlquist.run.report.Plots;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Pictures of a sweep's results; accuracies in percent, on the test part. */
public final class SweepPlots {
    private static final int WIDTH = 820;
    private static final int HEIGHT = 430;
    private static final int SETTING_HEIGHT = 34;
    /** Below a row's share of the height, above half of it, so that there is a tick for each row. */
    private static final int ROW_SPACING = 25;

    private static final Color BOUND = new Color(0x5b, 0x65, 0x70);

    private SweepPlots() {}

    /**
     * Mean accuracy of each setting, clean and under noise, against the largest modulus of its spurious roots, with the
     * sample standard deviation as error bars; the dashed line is the edge of stability.
     *
     * @param results of a sweep that compares methods
     * @return the chart
     */
    public static XYChart stability(SweepResults results) {
        XYChart chart = Plots.empty(
                "Accuracy and zero stability", "largest modulus of the spurious roots", "top-1, %", WIDTH, HEIGHT);
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(100.0).setLegendPosition(Styler.LegendPosition.OutsideE);
        chart.getStyler().setErrorBarsColorSeriesColor(true).setMarkerSize(7);
        Map<String, Double> correlations = results.correlations().stream()
                .collect(Collectors.toMap(SweepResults.RankCorrelation::measure, SweepResults.RankCorrelation::rho));
        int index = 0;
        for (Map.Entry<String, Map<SettingSummary, Statistics>> measure :
                results.accuracies().entrySet()) {
            List<Map.Entry<SettingSummary, Statistics>> points = measure.getValue().entrySet().stream()
                    .filter(point -> point.getKey().spuriousModulus().isPresent())
                    .sorted(Comparator.comparingDouble(
                            point -> point.getKey().spuriousModulus().orElseThrow()))
                    .toList();
            String name =
                    String.format(Locale.ROOT, "%s, ρ = %.2f", measure.getKey(), correlations.get(measure.getKey()));
            XYSeries series = chart.addSeries(
                    name,
                    points.stream()
                            .map(point -> point.getKey().spuriousModulus().orElseThrow())
                            .toList(),
                    points.stream().map(point -> 100 * point.getValue().mean()).toList(),
                    points.stream()
                            .map(point -> error(point.getValue().deviation()))
                            .toList());
            Color colour = Plots.seriesColour(index++);
            series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(colour).setLineColor(colour);
            series.setLineStyle(SeriesLines.NONE);
        }
        line(chart, "edge of stability", new double[] {1, 1}, new double[] {0, 100}, BOUND)
                .setLineStyle(
                        new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 5}, 0));
        return chart;
    }

    /**
     * Mean accuracy of every setting, one below the other, with one standard deviation to both sides and a small point
     * for each seed.
     *
     * @param results of a sweep with at least one measured setting
     * @return the chart
     */
    public static XYChart settings(SweepResults results) {
        List<SettingSummary> settings = new ArrayList<>(results.settings());
        settings.removeIf(setting -> setting.test().count() == 0);
        int count = settings.size();
        XYChart chart =
                Plots.empty("Accuracy by setting", "top-1, %", "", WIDTH, 120 + SETTING_HEIGHT * Math.max(3, count));
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(count + 1.0).setLegendVisible(false);
        chart.getStyler()
                .setYAxisTickLabelsFormattingFunction(value -> label(settings, value))
                .setYAxisTickMarkSpacingHint(ROW_SPACING);
        for (int i = 0; i < count; i++) {
            double y = count - i;
            SettingSummary setting = settings.get(i);
            double mean = 100 * setting.test().mean();
            double error = error(setting.test().deviation());
            line(
                    chart,
                    "spread " + i,
                    new double[] {mean - error, mean + error},
                    new double[] {y, y},
                    Plots.seriesColour(0));
            double[] seeds = setting.results().stream()
                    .mapToDouble(result -> 100 * result.test().top1())
                    .toArray();
            double[] same = new double[seeds.length];
            Arrays.fill(same, y);
            points(chart, "seeds " + i, seeds, same, Plots.seriesColour(9));
            points(chart, "mean " + i, new double[] {mean}, new double[] {y}, Plots.seriesColour(0));
        }
        return chart;
    }

    /**
     * Accuracy on the test part after each epoch, the mean over the seeds of a setting.
     *
     * @param curves rows of the metrics files, by setting; epochs that weren't evaluated are left out
     * @return the chart
     */
    public static XYChart learningCurves(Map<String, List<List<EpochMetrics>>> curves) {
        XYChart chart = Plots.empty("Learning curves", "epoch", "test top-1, %", WIDTH, HEIGHT);
        chart.getStyler().setYAxisMin(0.0).setLegendPosition(Styler.LegendPosition.OutsideE);
        chart.getStyler().setXAxisDecimalPattern("#");
        int index = 0;
        for (Map.Entry<String, List<List<EpochMetrics>>> setting : curves.entrySet()) {
            TreeMap<Integer, Double> means = setting.getValue().stream()
                    .flatMap(Collection::stream)
                    .filter(row -> Double.isFinite(row.testTop1()))
                    .collect(Collectors.groupingBy(
                            EpochMetrics::epoch,
                            TreeMap::new,
                            Collectors.averagingDouble(row -> 100 * row.testTop1())));
            if (!means.isEmpty()) {
                double[] x = means.keySet().stream()
                        .mapToDouble(Integer::doubleValue)
                        .toArray();
                double[] y =
                        means.values().stream().mapToDouble(Double::doubleValue).toArray();
                XYSeries series = line(chart, setting.getKey(), x, y, Plots.seriesColour(index));
                series.setMarker(means.size() == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
                if (index >= 10) {
                    series.setLineStyle(new BasicStroke(
                            2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0));
                }
            }
            index++;
        }
        return chart;
    }

    /** A row's setting; XChart wants all labels to differ, also the blank ones. */
    private static String label(List<SettingSummary> settings, double value) {
        int row = (int) Math.rint(value);
        boolean isRow = Math.abs(value - row) < 1e-6 && row >= 1 && row <= settings.size();
        return isRow ? settings.get(settings.size() - row).setting() : " ".repeat((int) Math.rint(2 * Math.abs(value)));
    }

    private static double error(double deviation) {
        return Double.isNaN(deviation) ? 0 : 100 * deviation;
    }

    private static XYSeries line(XYChart chart, String name, double[] x, double[] y, Color colour) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setMarker(SeriesMarkers.NONE).setMarkerColor(colour);
        series.setLineColor(colour).setLineStyle(new BasicStroke(2f));
        return series;
    }

    private static void points(XYChart chart, String name, double[] x, double[] y, Color colour) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(colour);
    }
}
