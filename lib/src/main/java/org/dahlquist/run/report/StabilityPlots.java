package org.dahlquist.run.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dahlquist.stability.NamedMethod;
import org.dahlquist.stability.Root;
import org.dahlquist.stability.SecondOrderFamily;
import org.dahlquist.stability.StabilityClass;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Pictures of multistep methods: their roots in the complex plane, and the second-order family over k. */
public final class StabilityPlots {
    /** Roots farther from 0 are counted in the legend instead of drawn. */
    private static final int FARTHEST_ROOT = 4;

    private static final int CURVE_POINTS = 4000;
    private static final double LEAST_K = -6;
    private static final double MOST_K = 6;
    private static final double MOST_MODULUS = 2;
    private static final BasicStroke LINE = new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final BasicStroke DASHED =
            new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {5, 4}, 0);

    private static final Color WEAKLY_STABLE = new Color(0x8a, 0x4f, 0xb0);
    private static final Color STABLE_REGION = Palette.shade(Palette.TRAIN, 0.1);

    private StabilityPlots() {}

    /**
     * The curve that the spurious roots of the {@link SecondOrderFamily} follow in the complex plane as k varies, with
     * the unit circle and some values of k marked; both axes have the same scale.
     */
    public static XYChart rootLocus() {
        ComplexPlane plane = new ComplexPlane("Spurious roots of the second-order family over k", -1.6, 1.6, 1.25);
        plane.curve("unstable: −1 < k ≤ 1/3", Palette.TEST, LINE, List.of(new Root(-9, 0), new Root(-1, 0)));
        plane.curve("unstable, right", Palette.TEST, LINE, List.of(new Root(0, 0), new Root(9, 0)))
                .setShowInLegend(false);
        plane.curve("stable: k < −1 or k > 1/3", Palette.TRAIN, LINE, conjugatePairs());
        plane.curve("stable, real", Palette.TRAIN, LINE, List.of(new Root(-1, 0), new Root(0, 0)))
                .setShowInLegend(false);
        Root limit = new Root(-1 / 8.0, Math.sqrt(15) / 8);
        List<Root> marked = Stream.concat(
                        DoubleStream.of(-9 / 5.0, -1, -3, 2, 1, 0.5, 1 / 3.0)
                                .boxed()
                                .flatMap(k -> SecondOrderFamily.spuriousRoots(k).stream()),
                        Stream.of(
                                limit,
                                new Root(limit.real(), -limit.imaginary()),
                                new Root(1 / 3.0, 0),
                                SecondOrderFamily.spuriousRoots(-0.9).get(0),
                                SecondOrderFamily.spuriousRoots(-1.2).get(0)))
                .toList();
        plane.points("values of k", Palette.TEXT, SeriesMarkers.CIRCLE, marked).setShowInLegend(false);
        XYChart chart = plane.chart();
        Stream.of(
                        new Label("k = −9/5", -0.5, -0.07),
                        new Label("−1", -1.06, 0.07),
                        new Label("−1", 0, -0.07),
                        new Label("−0.9", -1.15, -0.07),
                        new Label("−1.2", -0.82, -0.07),
                        new Label("−3", -0.34, 0.35),
                        new Label("±∞", -0.21, 0.52),
                        new Label("2", 0.04, 0.69),
                        new Label("1", 0.25, 0.74),
                        new Label("0.5", 0.55, 0.53),
                        new Label("1/3", 1.08, 0.07),
                        new Label("→ 0", 1 / 3.0, -0.07))
                .forEach(label -> label.writeOn(chart));
        return chart;
    }

    /**
     * The roots of some methods' ρ but the principal ones, coloured by class, with the unit circle; both axes have the
     * same scale.
     *
     * @param methods the methods; each is labelled with its k, or its name, where there is room
     */
    public static XYChart unitDisc(List<NamedMethod> methods) {
        List<Root> drawn = methods.stream()
                .flatMap(set -> set.method().spuriousRoots().stream())
                .filter(StabilityPlots::isNear)
                .toList();
        double left = Math.min(
                -1.25, -0.25 + drawn.stream().mapToDouble(Root::real).min().orElse(0));
        double right = Math.max(
                1.25, 0.25 + drawn.stream().mapToDouble(Root::real).max().orElse(0));
        double top = Math.max(
                1.25, 0.25 + drawn.stream().mapToDouble(Root::imaginary).max().orElse(0));
        ComplexPlane plane = new ComplexPlane("Roots but the principal one", left, right, top);
        // where roots coincide, the better class is drawn last and stays visible
        Map<StabilityClass, List<Root>> classes = new TreeMap<>(Comparator.reverseOrder());
        for (NamedMethod set : methods) {
            classes.computeIfAbsent(set.method().stabilityClass(), any -> new ArrayList<>())
                    .addAll(set.method().spuriousRoots());
        }
        classes.forEach((kind, roots) -> {
            List<Root> near = roots.stream().filter(StabilityPlots::isNear).toList();
            if (!near.isEmpty()) {
                int far = roots.size() - near.size();
                String name = kind.label() + (far == 0 ? "" : ", and " + far + " beyond " + FARTHEST_ROOT);
                plane.points(name, colour(kind), marker(kind), near);
            }
        });
        XYChart chart = plane.chart();
        RootLabels labels = new RootLabels(drawn, plane.pixel());
        methods.forEach(set -> labels.place(set).ifPresent(label -> label.writeOn(chart)));
        return chart;
    }

    /**
     * Modulus of the larger spurious root of the {@link SecondOrderFamily} over k, with the zero-stable interval shaded
     * and the family's members among some methods marked.
     *
     * @param methods the methods; those without k are left out
     */
    public static XYChart largestModulus(List<NamedMethod> methods) {
        XYChart chart = styled(
                760,
                420,
                "Largest spurious modulus of the second-order family",
                "k",
                "modulus of the larger spurious root");
        legendBelow(chart);
        XYStyler styler = chart.getStyler();
        styler.setXAxisMin(LEAST_K).setXAxisMax(MOST_K).setXAxisTickMarkSpacingHint(50);
        styler.setYAxisMin(0.0).setYAxisMax(MOST_MODULUS);
        region(chart, "zero-stable: k < −1 or k > 1/3", LEAST_K, SecondOrderFamily.STABLE_BELOW);
        region(chart, "zero-stable, right", SecondOrderFamily.STABLE_ABOVE, MOST_K)
                .setShowInLegend(false);
        line(chart, "modulus 1", Palette.FAINT_TEXT, DASHED, new double[] {LEAST_K, MOST_K}, new double[] {1, 1});
        modulusCurve(chart, "larger spurious root", LEAST_K, 0);
        modulusCurve(chart, "right branch", 0, MOST_K).setShowInLegend(false);
        double[] marked = methods.stream()
                .flatMapToDouble(set -> set.k().stream())
                .filter(StabilityPlots::isInRange)
                .toArray();
        if (marked.length > 0) {
            points(chart, "sets of the table", Palette.TEXT, SeriesMarkers.CIRCLE, marked, moduli(marked));
        }
        new Label("least: 1/3 at k = −9/5", SecondOrderFamily.OPTIMAL_K, SecondOrderFamily.OPTIMAL_MODULUS - 0.1)
                .writeOn(chart);
        return chart;
    }

    /** A text centred at a point of the plot. */
    record Label(String text, double x, double y) {
        private void writeOn(XYChart chart) {
            chart.addAnnotation(new AnnotationText(text, x, y, false));
        }
    }

    static XYSeries line(XYChart chart, String name, Color colour, BasicStroke stroke, double[] x, double[] y) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setLineColor(colour);
        series.setLineStyle(stroke);
        series.setMarker(SeriesMarkers.NONE);
        return series;
    }

    static XYSeries points(XYChart chart, String name, Color colour, Marker marker, double[] x, double[] y) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        series.setMarker(marker);
        series.setMarkerColor(colour);
        return series;
    }

    static XYChart styled(int width, int height, String title, String x, String y) {
        XYChart chart = Plots.empty(title, x, y, width, height);
        XYStyler styler = chart.getStyler();
        styler.setMarkerSize(7);
        styler.setPlotContentSize(1);
        styler.setAnnotationTextFont(Palette.font(Font.PLAIN, 12));
        styler.setAnnotationTextFontColor(Palette.TEXT);
        return chart;
    }

    static void legendBelow(XYChart chart) {
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    }

    private static boolean isNear(Root root) {
        return root.modulus() <= FARTHEST_ROOT;
    }

    private static Color colour(StabilityClass kind) {
        return switch (kind) {
            case STABLE -> Palette.TRAIN;
            case WEAKLY_STABLE -> WEAKLY_STABLE;
            case UNSTABLE -> Palette.TEST;
            case INCONSISTENT -> Palette.FAINT_TEXT;
        };
    }

    private static Marker marker(StabilityClass kind) {
        return switch (kind) {
            case STABLE -> SeriesMarkers.CIRCLE;
            case WEAKLY_STABLE -> SeriesMarkers.DIAMOND;
            case UNSTABLE -> SeriesMarkers.TRIANGLE_UP;
            case INCONSISTENT -> SeriesMarkers.SQUARE;
        };
    }

    /** The conjugate pairs along their closed curve, whose natural parameter is 1/k: over the upper half and back. */
    private static List<Root> conjugatePairs() {
        double from = 1 / SecondOrderFamily.OPTIMAL_K;
        double to = 1 / SecondOrderFamily.STABLE_ABOVE;
        List<List<Root>> pairs = IntStream.rangeClosed(0, CURVE_POINTS)
                .mapToDouble(i -> from + (to - from) * i / CURVE_POINTS)
                .filter(inverse -> inverse != 0)
                .mapToObj(inverse -> SecondOrderFamily.spuriousRoots(1 / inverse))
                .toList();
        List<Root> curve = new ArrayList<>();
        pairs.forEach(pair -> curve.add(pair.get(0)));
        for (int i = pairs.size() - 1; i >= 0; i--) {
            curve.add(pairs.get(i).get(1));
        }
        return curve;
    }

    private static boolean isInRange(double k) {
        return k >= LEAST_K && k <= MOST_K && k != 0 && SecondOrderFamily.largestSpuriousModulus(k) <= MOST_MODULUS;
    }

    private static double[] moduli(double[] k) {
        return DoubleStream.of(k).map(SecondOrderFamily::largestSpuriousModulus).toArray();
    }

    private static XYSeries modulusCurve(XYChart chart, String name, double from, double to) {
        double[] k = IntStream.rangeClosed(0, CURVE_POINTS)
                .mapToDouble(i -> from + (to - from) * i / CURVE_POINTS)
                .filter(StabilityPlots::isInRange)
                .toArray();
        return line(chart, name, Palette.TRAIN, LINE, k, moduli(k));
    }

    private static XYSeries region(XYChart chart, String name, double from, double to) {
        XYSeries region = chart.addSeries(
                name, new double[] {from, to, to, from}, new double[] {0, 0, MOST_MODULUS, MOST_MODULUS});
        region.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
        region.setFillColor(STABLE_REGION);
        region.setLineColor(STABLE_REGION);
        region.setMarker(SeriesMarkers.NONE);
        return region;
    }
}
