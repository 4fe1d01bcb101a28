package org.dahlquist.run.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The curves of a training run over its epochs, and their pictures. */
public final class Plots {
    /** Pixels per point of a picture: two, so that it stays sharp on dense displays and in print. */
    static final int PIXEL_RATIO = 2;

    static final int WIDTH = 560;
    static final int HEIGHT = 330;
    private static final int MOST_MARKED_EPOCHS = 40;
    /** Compression level 2 of 9: a fifth faster than the default, for files of the same size. */
    private static final float QUICK = 0.8f;

    private Plots() {}

    /**
     * Cross-entropy on the training part and, where it was evaluated, on the test part.
     *
     * @param epochs the rows, at least one
     * @return the chart
     */
    public static XYChart loss(List<EpochMetrics> epochs) {
        XYChart chart = chart("Loss", "cross-entropy", epochs);
        curve(chart, "train", Palette.TRAIN, epochs, EpochMetrics::loss);
        curve(chart, "test", Palette.TEST, epochs, EpochMetrics::testLoss);
        return chart;
    }

    /**
     * Top-1 accuracy in percent on the training part and, where it was evaluated, on the test part.
     *
     * @param epochs the rows, at least one
     * @return the chart
     */
    public static XYChart accuracy(List<EpochMetrics> epochs) {
        XYChart chart = chart("Accuracy", "top-1, %", epochs);
        chart.getStyler().setYAxisMax(100.0).setLegendPosition(Styler.LegendPosition.InsideSE);
        curve(chart, "train", Palette.TRAIN, epochs, row -> 100 * row.trainTop1());
        curve(chart, "test", Palette.TEST, epochs, row -> 100 * row.testTop1());
        return chart;
    }

    /**
     * The learning rate of each epoch.
     *
     * @param epochs the rows, at least one
     * @return the chart
     */
    public static XYChart learningRate(List<EpochMetrics> epochs) {
        XYChart chart = quantity("Learning rate", "learning rate", epochs, EpochMetrics::learningRate);
        chart.getStyler().setYAxisDecimalPattern("0.####");
        return chart;
    }

    /**
     * Training images per second of each epoch, all workers together.
     *
     * @param epochs the rows, at least one
     * @return the chart
     */
    public static XYChart throughput(List<EpochMetrics> epochs) {
        return quantity("Throughput", "images per second", epochs, EpochMetrics::imagesPerSecond);
    }

    /**
     * Any quantity of the epochs, on an axis from zero.
     *
     * @param title the chart's title
     * @param axis title of the vertical axis, with the unit
     * @param epochs the rows, at least one
     * @param quantity the value of a row; rows where it is not finite are left out
     * @return the chart
     */
    public static XYChart quantity(
            String title, String axis, List<EpochMetrics> epochs, ToDoubleFunction<EpochMetrics> quantity) {
        XYChart chart = chart(title, axis, epochs);
        chart.getStyler().setYAxisMin(0.0).setLegendVisible(false);
        curve(chart, axis, Palette.TRAIN, epochs, quantity);
        return chart;
    }

    /**
     * An empty chart in the style of all plots.
     *
     * @param title the chart's title
     * @param xAxis title of the horizontal axis, with the unit
     * @param yAxis title of the vertical axis, with the unit
     * @param width in points
     * @param height in points
     * @return the chart
     */
    public static XYChart empty(String title, String xAxis, String yAxis, int width, int height) {
        XYChart chart = new XYChartBuilder()
                .width(width)
                .height(height)
                .title(title)
                .xAxisTitle(xAxis)
                .yAxisTitle(yAxis)
                .build();
        XYStyler styler = chart.getStyler();
        styler.setLocale(Locale.ROOT);
        colours(styler);
        fonts(styler);
        styler.setXAxisTickMarkSpacingHint(60);
        styler.setYAxisTickMarkSpacingHint(44);
        styler.setMarkerSize(5);
        return chart;
    }

    /**
     * The colour of one of several series, told apart also in print and by most colour-blind readers.
     *
     * @param index of the series, from 0; colours repeat after ten
     */
    public static Color seriesColour(int index) {
        return Palette.SERIES.get(index % Palette.SERIES.size());
    }

    /**
     * Draws a chart at twice its nominal size.
     *
     * @param chart the chart
     * @return the picture, on white
     */
    public static BufferedImage image(XYChart chart) {
        BufferedImage image = new BufferedImage(
                chart.getWidth() * PIXEL_RATIO, chart.getHeight() * PIXEL_RATIO, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = graphics(image);
        graphics.scale(PIXEL_RATIO, PIXEL_RATIO);
        chart.paint(graphics, chart.getWidth(), chart.getHeight());
        graphics.dispose();
        return image;
    }

    /**
     * Encodes a picture.
     *
     * @param image the picture
     * @return the bytes of a PNG file
     */
    public static byte[] png(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ImageWriteParam deflate = writer.getDefaultWriteParam();
        deflate.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        deflate.setCompressionQuality(QUICK);
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), deflate);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** A white canvas that draws smooth shapes and text. */
    static Graphics2D graphics(BufferedImage image) {
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(Palette.BACKGROUND);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        return graphics;
    }

    private static void curve(
            XYChart chart,
            String name,
            Color colour,
            List<EpochMetrics> epochs,
            ToDoubleFunction<EpochMetrics> quantity) {
        List<EpochMetrics> measured = epochs.stream()
                .filter(row -> Double.isFinite(quantity.applyAsDouble(row)))
                .toList();
        if (measured.isEmpty()) {
            return;
        }
        double[] x = measured.stream().mapToDouble(EpochMetrics::epoch).toArray();
        double[] y = measured.stream().mapToDouble(quantity).toArray();
        curve(chart, name, colour, x, y);
    }

    /** Adds a line through some points, marked unless there are many. */
    static void curve(XYChart chart, String name, Color colour, double[] x, double[] y) {
        Marker marker = x.length <= MOST_MARKED_EPOCHS ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE;
        XYSeries series = chart.addSeries(name, x, y);
        series.setLineColor(colour);
        series.setLineStyle(new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        series.setMarker(marker);
        series.setMarkerColor(colour);
    }

    private static XYChart chart(String title, String quantity, List<EpochMetrics> epochs) {
        XYChart chart = empty(title, "epoch", quantity, WIDTH, HEIGHT);
        XYStyler styler = chart.getStyler();
        int last = epochs.stream().mapToInt(EpochMetrics::epoch).max().orElse(1);
        styler.setXAxisMin(last > 1 ? 1.0 : 0.0);
        styler.setXAxisMax(Math.max(2.0, last));
        styler.setXAxisDecimalPattern("#");
        return chart;
    }

    /** Gives a chart the colours of all plots. */
    private static void colours(XYStyler styler) {
        styler.setChartBackgroundColor(Palette.BACKGROUND);
        styler.setPlotBackgroundColor(Palette.BACKGROUND);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setPlotGridLinesColor(Palette.GRID);
        styler.setPlotGridLinesStroke(new BasicStroke(1f));
        styler.setAxisTickMarksColor(Palette.GRID);
        styler.setAxisTicksLineVisible(false);
        styler.setAxisTickLabelsColor(Palette.FAINT_TEXT);
        styler.setXAxisTitleColor(Palette.FAINT_TEXT);
        styler.setYAxisTitleColor(Palette.FAINT_TEXT);
        styler.setChartFontColor(Palette.TEXT);
        styler.setLegendBackgroundColor(Palette.BACKGROUND);
        styler.setLegendBorderColor(Palette.BACKGROUND);
    }

    /** Gives a chart the fonts and distances of all plots. */
    private static void fonts(XYStyler styler) {
        styler.setChartTitleFont(Palette.font(Font.BOLD, 16));
        styler.setAxisTitleFont(Palette.font(Font.PLAIN, 13));
        styler.setAxisTickLabelsFont(Palette.font(Font.PLAIN, 13));
        styler.setLegendFont(Palette.font(Font.PLAIN, 13));
        styler.setLegendPosition(Styler.LegendPosition.InsideNE);
        styler.setLegendSeriesLineLength(22);
        styler.setChartPadding(10);
        styler.setPlotMargin(4);
    }
}
