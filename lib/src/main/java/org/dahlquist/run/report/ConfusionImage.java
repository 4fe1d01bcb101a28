package org.dahlquist.run.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * A confusion matrix as a heat map: true classes in rows, predicted ones in columns.
 *
 * <p>Colour is the fraction of the row: blue on the diagonal, orange beside it, where the scale is a square root so
 * that rare confusions show. Up to 20 classes have names and counts in the cells, more have only colours and ticks.
 */
public final class ConfusionImage {
    private static final int MOST_NAMED_CLASSES = 20;
    private static final int LONGEST_NAME = 14;

    private final List<String> labels;
    private final long[][] confusion;
    private final boolean named;
    private final int cell;
    private final int margin;

    private ConfusionImage(EvaluationResult evaluation) {
        this.labels = evaluation.labels();
        this.confusion = evaluation.confusion();
        this.named = labels.size() <= MOST_NAMED_CLASSES;
        this.cell = named ? Math.max(34, 500 / Math.max(1, labels.size())) : Math.max(4, 600 / labels.size());
        this.margin = named ? 112 : 52;
    }

    /**
     * Draws the matrix.
     *
     * @param evaluation the matrix and the class names
     * @return the picture, on white, at two pixels per point
     */
    public static BufferedImage draw(EvaluationResult evaluation) {
        return new ConfusionImage(evaluation).draw();
    }

    private BufferedImage draw() {
        int side = margin + cell * labels.size() + 12;
        BufferedImage image =
                new BufferedImage(side * Plots.PIXEL_RATIO, side * Plots.PIXEL_RATIO, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = Plots.graphics(image);
        graphics.scale(Plots.PIXEL_RATIO, Plots.PIXEL_RATIO);
        for (int row = 0; row < labels.size(); row++) {
            drawRow(graphics, row);
        }
        drawLabels(graphics);
        drawTitles(graphics);
        graphics.dispose();
        return image;
    }

    private void drawRow(Graphics2D graphics, int row) {
        long sum = 0;
        for (long count : confusion[row]) {
            sum += count;
        }
        int gap = named ? 1 : 0;
        for (int column = 0; column < labels.size(); column++) {
            double fraction = sum == 0 ? 0 : (double) confusion[row][column] / sum;
            double strength = row == column ? fraction : Math.min(1, 1.6 * Math.sqrt(fraction));
            graphics.setColor(Palette.shade(row == column ? Palette.TRAIN : Palette.TEST, strength));
            int x = margin + column * cell;
            int y = margin + row * cell;
            graphics.fillRect(x, y, cell - gap, cell - gap);
            if (named && confusion[row][column] > 0) {
                graphics.setColor(strength > 0.6 ? Color.WHITE : Palette.TEXT);
                graphics.setFont(Palette.font(row == column ? Font.BOLD : Font.PLAIN, cell >= 44 ? 14 : 11));
                centred(graphics, Long.toString(confusion[row][column]), x + cell / 2, y + cell / 2);
            }
        }
        graphics.setColor(Palette.GRID);
        int extent = cell * labels.size();
        graphics.drawRect(margin - 1, margin - 1, extent + 1, extent + 1);
    }

    private void drawLabels(Graphics2D graphics) {
        graphics.setFont(Palette.font(Font.PLAIN, 13));
        graphics.setColor(Palette.TEXT);
        FontMetrics metrics = graphics.getFontMetrics();
        for (int i = 0; i < labels.size(); i++) {
            if (!named && i % 10 != 0) {
                continue;
            }
            String name = named ? shortened(labels.get(i)) : Integer.toString(i);
            int middle = margin + i * cell + cell / 2;
            int baseline = metrics.getAscent() / 2 - 1;
            graphics.drawString(name, margin - 8 - metrics.stringWidth(name), middle + baseline);
            graphics.translate(middle, margin - 8);
            graphics.rotate(-Math.PI / 2);
            graphics.drawString(name, 0, baseline);
            graphics.rotate(Math.PI / 2);
            graphics.translate(-middle, 8 - margin);
        }
    }

    private void drawTitles(Graphics2D graphics) {
        graphics.setFont(Palette.font(Font.PLAIN, 12));
        graphics.setColor(Palette.FAINT_TEXT);
        graphics.drawString("true \u2193   predicted \u2192", 8, 18);
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "\u2026";
    }

    private static void centred(Graphics2D graphics, String text, int x, int y) {
        FontMetrics metrics = graphics.getFontMetrics();
        graphics.drawString(text, x - metrics.stringWidth(text) / 2f, y + metrics.getAscent() / 2f - 1.5f);
    }
}
