package org.dahlquist.jobs.bench;

import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/**
 * Bars from zero, in groups with at most one of each series.
 *
 * @param title of the chart
 * @param groups what a group is; may be empty
 * @param unit of the bars
 * @param bars in the order of groups and series
 */
record GroupedBars(String title, String groups, String unit, List<Bar> bars) {
    /**
     * One bar.
     *
     * @param height NaN where there is none
     */
    record Bar(String group, String series, double height) {}

    /** The name of a number of threads. */
    static String threads(int count) {
        return count + (count == 1 ? " thread" : " threads");
    }

    CategoryChart chart() {
        CategoryChart chart = new CategoryChartBuilder()
                .width(1000)
                .height(420)
                .title(title)
                .xAxisTitle(groups)
                .yAxisTitle(unit)
                .build();
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
        chart.getStyler().setPlotGridVerticalLinesVisible(false);
        List<String> names = bars.stream().map(Bar::group).distinct().toList();
        for (String series : bars.stream().map(Bar::series).distinct().toList()) {
            chart.addSeries(
                    series,
                    names,
                    names.stream().map(name -> height(name, series)).toList());
        }
        return chart;
    }

    private double height(String group, String series) {
        return bars.stream()
                .filter(bar -> bar.group.equals(group) && bar.series.equals(series))
                .mapToDouble(Bar::height)
                .filter(height -> !Double.isNaN(height))
                .findFirst()
                .orElse(0);
    }
}
