package org.dahlquist.run.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Contours of the loss on planes through parameter space, a panel for each run, with the same levels and colours.
 *
 * <p>Levels run 1, 1.5, 2, 3, 5, 7 times powers of ten, thinned out where there are many; between the points the
 * logarithm of the loss is interpolated bilinearly. Grey is where the loss is not finite. The cross is the network.
 */
public final class SurfacePlot {
    private static final int SIDE = 300;
    private static final int MARGIN = 46;
    private static final int TOP = 40;
    private static final int LEGEND = 96;
    private static final int MOST_LEVELS = 16;
    private static final double LEAST_LOSS = 1e-6;
    private static final double[] MANTISSAS = {1, 1.5, 2, 3, 5, 7};
    private static final Color UNKNOWN = new Color(0x9a, 0xa2, 0xab);

    private final List<Panel> panels;
    private final double[] levels;

    /**
     * What was found on one plane.
     *
     * @param name of the run
     * @param axis places on both axes, ascending and evenly spaced, at least two
     * @param losses loss at {@code [a][b]}; a runs to the right, b upwards
     */
    public record Panel(String name, double[] axis, double[][] losses) {}

    private SurfacePlot(List<Panel> panels) {
        this.panels = panels;
        this.levels = levels(panels);
    }

    /**
     * Draws all panels next to each other.
     *
     * @param panels at least one
     * @return the picture, on white, at two pixels per point
     */
    public static BufferedImage draw(List<Panel> panels) {
        return new SurfacePlot(panels).draw();
    }

    private BufferedImage draw() {
        int width = panels.size() * (SIDE + MARGIN) + LEGEND;
        int height = TOP + SIDE + MARGIN;
        BufferedImage image =
                new BufferedImage(width * Plots.PIXEL_RATIO, height * Plots.PIXEL_RATIO, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = Plots.graphics(image);
        for (int i = 0; i < panels.size(); i++) {
            drawContours(image, panels.get(i), left(i) * Plots.PIXEL_RATIO, TOP * Plots.PIXEL_RATIO);
        }
        graphics.scale(Plots.PIXEL_RATIO, Plots.PIXEL_RATIO);
        for (int i = 0; i < panels.size(); i++) {
            drawFrame(graphics, panels.get(i), left(i));
        }
        drawLegend(graphics, left(panels.size() - 1) + SIDE + 18);
        graphics.dispose();
        return image;
    }

    private static int left(int panel) {
        return MARGIN + panel * (SIDE + MARGIN);
    }

    /** Levels inside the range of all finite losses; every n-th where there are too many. */
    private static double[] levels(List<Panel> panels) {
        double[] finite = panels.stream()
                .flatMap(panel -> Arrays.stream(panel.losses()))
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .map(loss -> Math.max(loss, LEAST_LOSS))
                .toArray();
        double least = DoubleStream.of(finite).min().orElse(1);
        double most = DoubleStream.of(finite).max().orElse(1);
        List<Double> inside = new ArrayList<>();
        for (int power = (int) Math.floor(Math.log10(least)); power <= Math.log10(most); power++) {
            for (double mantissa : MANTISSAS) {
                double level = mantissa * Math.pow(10, power);
                if (level > least && level < most) {
                    inside.add(level);
                }
            }
        }
        int step = 1 + inside.size() / MOST_LEVELS;
        List<Double> kept = new ArrayList<>();
        for (int i = 0; i < inside.size(); i += step) {
            kept.add(inside.get(i));
        }
        return kept.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private void drawContours(BufferedImage image, Panel panel, int x, int y) {
        int side = SIDE * Plots.PIXEL_RATIO;
        int[][] bands = new int[side][side];
        for (int column = 0; column < side; column++) {
            for (int row = 0; row < side; row++) {
                bands[column][row] = band(loss(panel, (column + 0.5) / side, 1 - (row + 0.5) / side));
            }
        }
        for (int column = 0; column < side; column++) {
            for (int row = 0; row < side; row++) {
                int band = bands[column][row];
                boolean line = band != bands[Math.min(side - 1, column + 1)][row]
                        || band != bands[column][Math.min(side - 1, row + 1)];
                Color colour = band < 0 ? UNKNOWN : line ? Palette.FAINT_TEXT : colour(band);
                image.setRGB(x + column, y + row, colour.getRGB());
            }
        }
    }

    /** The loss at a place of the unit square, NaN beside a point where it isn't finite. */
    private static double loss(Panel panel, double right, double up) {
        int cells = panel.axis().length - 1;
        int i = Math.min(cells - 1, (int) (right * cells));
        int j = Math.min(cells - 1, (int) (up * cells));
        double u = right * cells - i;
        double v = up * cells - j;
        double low = (1 - u) * logarithm(panel.losses()[i][j]) + u * logarithm(panel.losses()[i + 1][j]);
        double high = (1 - u) * logarithm(panel.losses()[i][j + 1]) + u * logarithm(panel.losses()[i + 1][j + 1]);
        return Math.exp((1 - v) * low + v * high);
    }

    private static double logarithm(double loss) {
        return Double.isFinite(loss) ? Math.log(Math.max(loss, LEAST_LOSS)) : Double.NaN;
    }

    /** Number of levels below a loss; −1 where it is unknown. */
    private int band(double loss) {
        if (Double.isNaN(loss)) {
            return -1;
        }
        int below = 0;
        while (below < levels.length && levels[below] <= loss) {
            below++;
        }
        return below;
    }

    /** Dark where the loss is low. */
    private Color colour(int band) {
        return Palette.shade(Palette.TRAIN, 1 - (double) band / (levels.length + 1));
    }

    private static void drawFrame(Graphics2D graphics, Panel panel, int left) {
        graphics.setColor(Palette.TEXT);
        graphics.setFont(Palette.font(Font.BOLD, 14));
        centred(graphics, panel.name(), left + SIDE / 2, TOP - 14);
        int middle = left + SIDE / 2;
        int centre = TOP + SIDE / 2;
        graphics.setColor(Color.WHITE);
        graphics.drawLine(middle - 5, centre, middle + 5, centre);
        graphics.drawLine(middle, centre - 5, middle, centre + 5);
        graphics.setColor(Palette.GRID);
        graphics.drawRect(left - 1, TOP - 1, SIDE + 1, SIDE + 1);
        graphics.setColor(Palette.FAINT_TEXT);
        graphics.setFont(Palette.font(Font.PLAIN, 12));
        double[] axis = panel.axis();
        double[] ticks = {axis[0], (axis[0] + axis[axis.length - 1]) / 2, axis[axis.length - 1]};
        for (int i = 0; i < ticks.length; i++) {
            String tick = Numbers.shortened(ticks[i]);
            centred(graphics, tick, left + i * SIDE / 2, TOP + SIDE + 16);
            FontMetrics metrics = graphics.getFontMetrics();
            graphics.drawString(tick, left - 8 - metrics.stringWidth(tick), TOP + SIDE - i * SIDE / 2 + 4);
        }
        centred(graphics, "a", left + SIDE / 2, TOP + SIDE + 34);
        graphics.drawString("b", left - 22, TOP + SIDE / 4 + 4);
    }

    private void drawLegend(Graphics2D graphics, int left) {
        graphics.setFont(Palette.font(Font.PLAIN, 12));
        graphics.setColor(Palette.FAINT_TEXT);
        graphics.drawString("loss", left, TOP - 14);
        int bands = levels.length + 1;
        for (int band = 0; band < bands; band++) {
            int bottom = TOP + SIDE - band * SIDE / bands;
            int top = TOP + SIDE - (band + 1) * SIDE / bands;
            graphics.setColor(colour(band));
            graphics.fillRect(left, top, 18, bottom - top);
            if (band < levels.length) {
                graphics.setColor(Palette.FAINT_TEXT);
                graphics.drawLine(left, top, left + 18, top);
                String level = levels[band] < 1e-3 ? Numbers.scientific(levels[band]) : Numbers.shortened(levels[band]);
                graphics.drawString(level, left + 24, top + 4);
            }
        }
    }

    private static void centred(Graphics2D graphics, String text, int x, int y) {
        graphics.drawString(text, x - graphics.getFontMetrics().stringWidth(text) / 2f, y);
    }
}
