package org.dahlquist.jobs;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.dahlquist.gradient.ActivationFamily;
import org.dahlquist.gradient.ScaledActivation;
import org.dahlquist.run.report.Plots;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Explains a gradient activation, or finds the one that does what is asked for. */
@Command(
        name = "gaf",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says what a gradient activation alpha f(beta g) does: its slope at 0, its saturation and its fixed point, below"
                    + " which it enlarges gradients. Give alpha and beta, or the slope with the saturation or the fixed"
                    + " point."
        })
final class GafCommand implements Callable<Integer> {
    private static final int POINTS = 400;
    private static final double[] SIZES = {1e-4, 1e-3, 1e-2, 1e-1, 1, 10};

    @Option(names = "--function", description = "atan, tanh or log (default: atan)", defaultValue = "atan")
    private ActivationFamily function;

    @Option(names = "--alpha", description = "output scale")
    private Double alpha;

    @Option(names = "--beta", description = "input scale")
    private Double beta;

    @Option(
            names = "--slope",
            description = "alpha beta; above 1 enlarges tiny gradients (default: ${DEFAULT-VALUE})",
            defaultValue = "2")
    private double slope;

    @Option(names = "--saturation", description = "bound of all values; not for log")
    private Double saturation;

    @Option(names = "--fixed-point", description = "size of the gradients that stay as they are")
    private Double fixedPoint;

    @Option(names = "--out", description = "the plot (default: ${DEFAULT-VALUE})", defaultValue = "gaf.png")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ScaledActivation activation = activation();
        print(activation);
        Files.write(out, Plots.png(Plots.image(chart(activation))));
        spec.commandLine().getOut().println("written " + out);
        return 0;
    }

    private ScaledActivation activation() {
        boolean scales = alpha != null || beta != null;
        if (scales && (alpha == null || beta == null || saturation != null || fixedPoint != null)) {
            throw wrong("--alpha and --beta go together, without --saturation and --fixed-point");
        }
        if (scales) {
            return function.of(alpha, beta);
        }
        if ((saturation == null) == (fixedPoint == null)) {
            throw wrong("give --alpha and --beta, or --slope with either --saturation or --fixed-point");
        }
        return saturation == null
                ? function.withFixedPoint(slope, fixedPoint)
                : function.withSaturation(slope, saturation);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void print(ScaledActivation activation) {
        PrintWriter console = spec.commandLine().getOut();
        String name = function.name().toLowerCase(Locale.ROOT);
        console.printf(
                Locale.ROOT,
                "%s with alpha = %.6g, beta = %.6g%n%s%n%n%12s%12s%12s%n",
                name,
                activation.alpha(),
                activation.beta(),
                activation.explanation(),
                "gradient",
                "becomes",
                "times");
        for (double size : SIZES) {
            double value = activation.value(size);
            console.printf(Locale.ROOT, "%12.4g%12.4g%12.4g%n", size, value, value / size);
        }
        console.printf(
                Locale.ROOT,
                "%ntrain.gradient-activation { function = %s, position = momentum, alpha = %.6g, beta = %.6g }%n",
                name,
                activation.alpha(),
                activation.beta());
    }

    /** To four times the fixed point, where there is one, else until the function has bent. */
    private XYChart chart(ScaledActivation activation) {
        double last = 4 * activation.fixedPoint().orElse(1 / activation.beta());
        double[] sizes = IntStream.rangeClosed(0, POINTS)
                .mapToDouble(point -> last * point / POINTS)
                .toArray();
        XYChart chart = new XYChartBuilder()
                .width(640)
                .height(400)
                .title(String.format(
                        Locale.ROOT,
                        "%s, alpha %.4g, beta %.4g",
                        function.name().toLowerCase(Locale.ROOT),
                        activation.alpha(),
                        activation.beta()))
                .xAxisTitle("gradient")
                .yAxisTitle("activated gradient")
                .build();
        chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideSE).setMarkerSize(9);
        chart.getStyler().setXAxisMin(0.0).setXAxisMax(last).setYAxisMin(0.0);
        chart.getStyler().setYAxisMax(1.5 * activation.value(last)).setLocale(Locale.ROOT);
        curve(chart, "activated", sizes, activation::value, new BasicStroke(2.2f));
        curve(chart, "as it is", sizes, size -> Math.min(size, 1.5 * activation.value(last)), new BasicStroke(1.2f));
        activation
                .fixedPoint()
                .ifPresent(x -> chart.addSeries("fixed point", new double[] {x}, new double[] {x})
                        .setMarker(SeriesMarkers.CIRCLE)
                        .setMarkerColor(Color.BLACK));
        return chart;
    }

    private static void curve(
            XYChart chart, String name, double[] sizes, DoubleUnaryOperator function, BasicStroke stroke) {
        XYSeries series =
                chart.addSeries(name, sizes, Arrays.stream(sizes).map(function).toArray());
        series.setMarker(SeriesMarkers.NONE);
        series.setLineStyle(stroke);
    }
}
