package org.dahlquist.run.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;

/** Pictures of the neighbour graph and of the solver's work on it. */
final class GraphPlots {
    private static final double WIDEST = 4;
    private static final int MOST_LABELS = 10;
    private static final double WHOLE = 1e-6;

    private GraphPlots() {}

    /** PNG files by name without ending; none for what an older version did not record. */
    static Map<String, byte[]> draw(WnllResult result) {
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        if (!result.degreeCounts().isEmpty()) {
            pictures.put("degrees", Plots.png(Plots.image(degrees(result.degreeCounts()))));
        }
        if (result.iterationsByClass().size() > 1) {
            pictures.put("iterations", Plots.png(Plots.image(iterations(result.iterationsByClass()))));
        }
        return pictures;
    }

    /** The few hubs are left out of the picture, beyond four times the mean degree. */
    private static XYChart degrees(List<Integer> counts) {
        long points = counts.stream().mapToLong(Integer::longValue).sum();
        double mean = IntStream.range(0, counts.size())
                        .mapToDouble(degree -> (double) degree * counts.get(degree))
                        .sum()
                / points;
        int shown = (int) Math.min(counts.size() - 1.0, Math.ceil(WIDEST * mean));
        XYChart chart =
                Plots.empty("Degrees", "neighbours in the symmetric graph", "points", Plots.WIDTH, Plots.HEIGHT);
        chart.getStyler().setYAxisMin(0.0).setLegendVisible(false);
        labelSome(chart, shown);
        Plots.curve(
                chart,
                "points",
                Palette.TRAIN,
                IntStream.rangeClosed(0, shown).mapToDouble(degree -> degree).toArray(),
                IntStream.rangeClosed(0, shown).mapToDouble(counts::get).toArray());
        return chart;
    }

    private static XYChart iterations(List<Integer> iterations) {
        XYChart chart = Plots.empty("Solver", "class", "iterations", Plots.WIDTH, Plots.HEIGHT);
        chart.getStyler().setYAxisMin(0.0).setLegendVisible(false);
        labelSome(chart, iterations.size() - 1);
        Plots.curve(
                chart,
                "iterations",
                Palette.TRAIN,
                IntStream.range(0, iterations.size()).mapToDouble(i -> i).toArray(),
                iterations.stream().mapToDouble(Integer::doubleValue).toArray());
        return chart;
    }

    /** XChart puts a tick at each of equally spaced values; only round numbers among them get a label. */
    private static void labelSome(XYChart chart, int last) {
        int power = 1;
        while (last / (5 * power) > MOST_LABELS) {
            power *= 10;
        }
        int step = IntStream.of(power, 2 * power, 5 * power)
                .filter(candidate -> last / candidate <= MOST_LABELS)
                .findFirst()
                .orElseThrow();
        chart.getStyler().setXAxisTickLabelsFormattingFunction(value -> {
            long whole = Math.round(value);
            return Math.abs(value - whole) < WHOLE && whole % step == 0 ? Long.toString(whole) : " ";
        });
    }
}
