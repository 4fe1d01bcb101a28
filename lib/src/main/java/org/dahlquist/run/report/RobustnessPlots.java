package org.dahlquist.run.report;

import java.awt.Color;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.XYChart;

/** Pictures of accuracy against the level of noise and attacks. */
public final class RobustnessPlots {
    private static final double GREY_LEVELS = 255;
    private static final List<Color> COLOURS = List.of(Palette.TRAIN, Palette.TEST, Palette.FAINT_TEXT);
    private static final List<Panel> PANELS = List.of(
            new Panel("randn", "Normal noise, x + c N(0, 1)", "level c", 1, List.of("randn")),
            new Panel("rand", "Uniform noise, x + c U[0, 1)", "level c", 1, List.of("rand")),
            new Panel("const", "Brightness, x + c", "level c", 1, List.of("const")),
            new Panel(
                    "attacks",
                    "Attacks in the maximum norm",
                    "radius \u00b7 255",
                    GREY_LEVELS,
                    List.of("fgsm", "ifgsm", "pgd")),
            new Panel("cw-l2", "Carlini and Wagner", "L2 radius", 1, List.of("cw-l2")));

    /** A picture: its name, texts, the factor of the levels on its axis, and the kinds it shows. */
    private record Panel(String name, String title, String axis, double factor, List<String> kinds) {}

    private RobustnessPlots() {}

    /**
     * Draws whatever was measured: a picture for each noise, one for the attacks in the maximum norm, one for the L2
     * attack.
     *
     * @param rows the measurements
     * @return PNG files by name without ending; none for kinds without rows
     */
    public static Map<String, byte[]> draw(List<LevelAccuracy> rows) {
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        for (Panel panel : PANELS) {
            if (rows.stream().anyMatch(row -> panel.kinds().contains(row.kind()))) {
                pictures.put(panel.name(), Plots.png(Plots.image(chart(panel, rows))));
            }
        }
        return pictures;
    }

    private static XYChart chart(Panel panel, List<LevelAccuracy> rows) {
        XYChart chart = Plots.empty(panel.title(), panel.axis(), "test accuracy, %", Plots.WIDTH, Plots.HEIGHT);
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(100.0);
        chart.getStyler().setXAxisDecimalPattern("0.###");
        chart.getStyler().setMarkerSize(5);
        chart.getStyler().setLegendVisible(panel.kinds().size() > 1);
        for (int i = 0; i < panel.kinds().size(); i++) {
            String kind = panel.kinds().get(i);
            List<LevelAccuracy> curve =
                    rows.stream().filter(row -> row.kind().equals(kind)).toList();
            if (!curve.isEmpty()) {
                double[] levels = curve.stream()
                        .mapToDouble(row -> row.level() * panel.factor())
                        .toArray();
                double[] percent =
                        curve.stream().mapToDouble(row -> 100 * row.accuracy()).toArray();
                Plots.curve(chart, kind, COLOURS.get(i), levels, percent);
            }
        }
        return chart;
    }
}
