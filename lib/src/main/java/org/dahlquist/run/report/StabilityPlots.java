package org.dahlquist.run.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
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
    private static final double FARTHEST_ROOT = 4;

    private static final int PLANE_HEIGHT = 520;
    private static final int CURVE_POINTS = 400;
    private static final double LEAST_K = -6;
    private static final double MOST_K = 6;
    private static final double MOST_MODULUS = 2;
    private static final BasicStroke LINE = new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final BasicStroke THIN = new BasicStroke(1.2f);
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
        XYChart chart = plane("Spurious roots of the second-order family over k", -1.6, 1.6, 1.25);
        line(chart, "unstable: −1 < k ≤ 1/3, k ≠ 0", Palette.TEST, LINE, new double[] {-3, -1}, new double[2]);
        line(chart, "real axis right of 0", Palette.TEST, LINE, new double[] {0, 3}, new double[2])
                .setShowInLegend(false);
        line(chart, "stable: k < −1 or k > 1/3", Palette.TRAIN, LINE, pairs(Root::real), pairs(Root::imaginary));
        line(chart, "stable, real", Palette.TRAIN, LINE, new double[] {-1, 0}, new double[2])
                .setShowInLegend(false);
        List<Label> labels = List.of(
                new Label("−9/5", -1 / 3.0, -0.09),
                new Label("−1", -1.07, 0.09),
                new Label("−1", 0.02, -0.09),
                new Label("−0.9", -1.2, -0.09),
                new Label("−1.2", -0.82, -0.09),
                new Label("−3", -0.37, 0.35),
                new Label("±∞", -0.24, 0.52),
                new Label("2", 0.06, 0.71),
                new Label("1", 0.25, 0.76),
                new Label("0.5", 0.68, 0.52),
                new Label("1/3", 1.09, 0.09),
                new Label("→ 0", 1 / 3.0, -0.09));
        labels.forEach(label -> label.writeOn(chart));
        List<Root> marked = new ArrayList<>(DoubleStream.of(-9 / 5.0, -1, -0.9, -1.2, -3, 2, 1, 0.5, 1 / 3.0)
                .boxed()
                .flatMap(k -> SecondOrderFamily.spuriousRoots(k).stream())
                .toList());
        marked.add(new Root(-0.125, Math.sqrt(15) / 8));
        marked.add(new Root(-0.125, -Math.sqrt(15) / 8));
        marked.add(new Root(1 / 3.0, 0));
        points(chart, "values of k", Palette.TEXT, SeriesMarkers.CIRCLE, marked).setShowInLegend(false);
        equalize(chart);
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
        XYChart chart = plane("Roots but the principal one", left, right, top);
        Map<StabilityClass, List<Root>> classes = new EnumMap<>(StabilityClass.class);
        for (NamedMethod set : methods) {
            classes.computeIfAbsent(set.method().stabilityClass(), any -> new ArrayList<>())
                    .addAll(set.method().spuriousRoots());
        }
        classes.forEach((kind, roots) -> {
            List<Root> near = roots.stream().filter(StabilityPlots::isNear).toList();
            if (!near.isEmpty()) {
                int far = roots.size() - near.size();
                String name = kind.label() + (far == 0 ? "" : ", and " + far + " roots beyond " + FARTHEST_ROOT);
                points(chart, name, colour(kind), marker(kind), near);
            }
        });
        equalize(chart);
        RootLabels labels = new RootLabels(drawn, (right - left) / (chart.getWidth() - 80.0));
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
                640,
                400,
                "Largest spurious modulus of the second-order family",
                "k",
                "modulus of the larger spurious root");
        XYStyler styler = chart.getStyler();
        styler.setXAxisMin(LEAST_K).setXAxisMax(MOST_K).setXAxisTickMarkSpacingHint(50);
        styler.setYAxisMin(0.0).setYAxisMax(MOST_MODULUS);
        region(chart, "zero-stable: k < −1 or k > 1/3", LEAST_K, SecondOrderFamily.STABLE_BELOW);
        region(chart, "zero-stable, right", SecondOrderFamily.STABLE_ABOVE, MOST_K)
                .setShowInLegend(false);
        line(chart, "unit circle", Palette.FAINT_TEXT, DASHED, new double[] {LEAST_K, MOST_K}, new double[] {1, 1});
        modulusCurve(chart, "larger spurious root", LEAST_K, -1e-3);
        modulusCurve(chart, "right branch", 1e-3, MOST_K).setShowInLegend(false);
        double[] marked = methods.stream()
                .flatMapToDouble(set -> set.k().stream())
                .filter(k -> k >= LEAST_K && k <= MOST_K && SecondOrderFamily.largestSpuriousModulus(k) <= MOST_MODULUS)
                .toArray();
        if (marked.length > 0) {
            double[] moduli = DoubleStream.of(marked)
                    .map(SecondOrderFamily::largestSpuriousModulus)
                    .toArray();
            XYSeries members = chart.addSeries("sets of the table", marked, moduli);
            members.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
            members.setMarker(SeriesMarkers.CIRCLE);
            members.setMarkerColor(Palette.TEXT);
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

    /** One coordinate of the conjugate pairs along their closed curve, whose natural parameter is 1/k. */
    private static double[] pairs(ToDoubleFunction<Root> coordinate) {
        double from = 1 / SecondOrderFamily.OPTIMAL_K;
        double to = 1 / SecondOrderFamily.STABLE_ABOVE;
        // an odd number of steps never meets 1/k = 0
        int steps = CURVE_POINTS + 1;
        return IntStream.rangeClosed(0, 2 * steps)
                .mapToObj(i -> {
                    double inverse = from + (to - from) * (steps - Math.abs(steps - i)) / steps;
                    return SecondOrderFamily.spuriousRoots(1 / inverse).get(i <= steps ? 0 : 1);
                })
                .mapToDouble(coordinate)
                .toArray();
    }

    private static XYSeries modulusCurve(XYChart chart, String name, double from, double to) {
        double[] k = IntStream.rangeClosed(0, 10 * CURVE_POINTS)
                .mapToDouble(i -> from + (to - from) * i / (10 * CURVE_POINTS))
                .filter(value -> SecondOrderFamily.largestSpuriousModulus(value) <= MOST_MODULUS)
                .toArray();
        double[] moduli = DoubleStream.of(k)
                .map(SecondOrderFamily::largestSpuriousModulus)
                .toArray();
        return line(chart, name, Palette.TRAIN, LINE, k, moduli);
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

    private static XYSeries line(XYChart chart, String name, Color colour, BasicStroke stroke, double[] x, double[] y) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setLineColor(colour);
        series.setLineStyle(stroke);
        series.setMarker(SeriesMarkers.NONE);
        return series;
    }

    private static XYSeries points(XYChart chart, String name, Color colour, Marker marker, List<Root> roots) {
        XYSeries series = chart.addSeries(
                name,
                roots.stream().mapToDouble(Root::real).toArray(),
                roots.stream().mapToDouble(Root::imaginary).toArray());
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        series.setMarker(marker);
        series.setMarkerColor(colour);
        return series;
    }

    /** The complex plane from left to right and −top to top, with the unit circle. */
    private static XYChart plane(String title, double left, double right, double top) {
        int width = (int) Math.round(PLANE_HEIGHT * (right - left) / (2 * top));
        XYChart chart = styled(width, PLANE_HEIGHT, title, "real part", "imaginary part");
        XYStyler styler = chart.getStyler();
        styler.setXAxisMin(left).setXAxisMax(right);
        styler.setYAxisMin(-top).setYAxisMax(top);
        styler.setPlotGridVerticalLinesVisible(true);
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Horizontal);
        double[] angles = IntStream.rangeClosed(0, CURVE_POINTS)
                .mapToDouble(i -> 2 * Math.PI * i / CURVE_POINTS)
                .toArray();
        line(
                chart,
                "unit circle",
                Palette.FAINT_TEXT,
                THIN,
                DoubleStream.of(angles).map(Math::cos).toArray(),
                DoubleStream.of(angles).map(Math::sin).toArray());
        return chart;
    }

    /** Widens the range of one axis until a unit is as long on both; the plot area is known only once painted. */
    private static void equalize(XYChart chart) {
        Plots.image(chart);
        double across = Math.abs(chart.getScreenXFromChart(1) - chart.getScreenXFromChart(0));
        double up = Math.abs(chart.getScreenYFromChart(1) - chart.getScreenYFromChart(0));
        XYStyler styler = chart.getStyler();
        if (across > up) {
            double middle = (styler.getXAxisMin() + styler.getXAxisMax()) / 2;
            double half = (styler.getXAxisMax() - styler.getXAxisMin()) / 2 * across / up;
            styler.setXAxisMin(middle - half).setXAxisMax(middle + half);
        } else {
            styler.setYAxisMin(styler.getYAxisMin() * up / across).setYAxisMax(styler.getYAxisMax() * up / across);
        }
    }

    private static XYChart styled(int width, int height, String title, String x, String y) {
        XYChart chart = Plots.empty(title, x, y, width, height);
        XYStyler styler = chart.getStyler();
        styler.setMarkerSize(7);
        styler.setAnnotationTextFont(Palette.font(Font.PLAIN, 12));
        styler.setAnnotationTextFontColor(Palette.TEXT);
        return chart;
    }
}
