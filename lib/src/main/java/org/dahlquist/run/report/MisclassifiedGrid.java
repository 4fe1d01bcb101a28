package org.dahlquist.run.report;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.dahlquist.DahlquistException;
import org.dahlquist.dataset.ImageShape;

/** Test images the softmax got wrong, the most confident mistakes first, enlarged without smoothing. */
public final class MisclassifiedGrid {
    /** The most images shown. */
    public static final int MOST_IMAGES = 40;

    private static final int MOST_ENLARGED = 3;
    private static final int TILE = 96;
    private static final int COLUMNS = 8;
    private static final int CAPTION_HEIGHT = 40;
    private static final int GAP = 14;

    private final ImageShape shape;
    private final int scale;
    private final List<String> labels;
    private final List<Misclassified> samples;

    /**
     * Chooses the images to show: the {@value #MOST_IMAGES} with the highest probability, ties by id.
     *
     * @param samples any number of mistakes
     * @param shape shape of their images
     * @param labels class names; a class without a name is shown by its index
     * @throws DahlquistException if an image has another size than its shape
     */
    public MisclassifiedGrid(List<Misclassified> samples, ImageShape shape, List<String> labels) {
        this.shape = shape;
        this.scale = Math.max(1, Math.min(MOST_ENLARGED, TILE / Math.max(shape.height(), shape.width())));
        this.labels = List.copyOf(labels);
        this.samples = samples.stream()
                .sorted(Comparator.comparingDouble(Misclassified::probability)
                        .reversed()
                        .thenComparingLong(Misclassified::id))
                .limit(MOST_IMAGES)
                .toList();
        for (Misclassified sample : this.samples) {
            if (sample.image().length != shape.size()) {
                throw DahlquistException.data(
                        "an image of shape %s has %d bytes, but sample %d has %d; prepare the data again",
                        shape, shape.size(), sample.id(), sample.image().length);
            }
        }
    }

    /** The images shown, in order. */
    public List<Misclassified> samples() {
        return samples;
    }

    /** The caption's two class names: true → predicted. */
    String classes(Misclassified sample) {
        return name(sample.label()) + " \u2192 " + name(sample.predicted());
    }

    /** The caption's probability, in percent. */
    static String probability(Misclassified sample) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * sample.probability());
    }

    private String name(int label) {
        return label >= 0 && label < labels.size() ? labels.get(label) : Integer.toString(label);
    }

    /**
     * One image, up to {@value #MOST_ENLARGED} times its size by nearest neighbour; images with 3 channels are RGB, others show
     * their first channel in grey.
     */
    BufferedImage tile(Misclassified sample) {
        BufferedImage tile =
                new BufferedImage(shape.width() * scale, shape.height() * scale, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < tile.getHeight(); y++) {
            for (int x = 0; x < tile.getWidth(); x++) {
                tile.setRGB(x, y, colour(sample.image(), y / scale, x / scale));
            }
        }
        return tile;
    }

    private int colour(byte[] image, int row, int column) {
        int plane = shape.height() * shape.width();
        int at = row * shape.width() + column;
        boolean rgb = shape.channels() == 3;
        int red = image[at] & 0xff;
        int green = rgb ? image[plane + at] & 0xff : red;
        int blue = rgb ? image[2 * plane + at] & 0xff : red;
        return red << 16 | green << 8 | blue;
    }

    /**
     * All images with captions on one sheet.
     *
     * @return the picture, on white; one empty row if there is no image
     */
    public BufferedImage draw() {
        int cellWidth = Math.max(shape.width() * scale, TILE) + GAP;
        int cellHeight = shape.height() * scale + CAPTION_HEIGHT;
        int rows = Math.max(1, (samples.size() + COLUMNS - 1) / COLUMNS);
        BufferedImage sheet =
                new BufferedImage(COLUMNS * cellWidth + GAP, rows * cellHeight + GAP, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = Plots.graphics(sheet);
        for (int i = 0; i < samples.size(); i++) {
            int x = GAP + i % COLUMNS * cellWidth;
            int y = GAP + i / COLUMNS * cellHeight;
            graphics.drawImage(tile(samples.get(i)), x, y, null);
            caption(graphics, samples.get(i), x, y + shape.height() * scale, cellWidth - 10);
        }
        graphics.dispose();
        return sheet;
    }

    private void caption(Graphics2D graphics, Misclassified sample, int x, int y, int width) {
        String text = classes(sample);
        int size = 11;
        FontMetrics metrics = graphics.getFontMetrics(Palette.font(Font.PLAIN, size));
        while (size > 6 && metrics.stringWidth(text) > width) {
            size--;
            metrics = graphics.getFontMetrics(Palette.font(Font.PLAIN, size));
        }
        graphics.setFont(metrics.getFont());
        graphics.setColor(Palette.TEXT);
        graphics.drawString(text, x, y + 14);
        graphics.setColor(Palette.FAINT_TEXT);
        graphics.drawString(probability(sample), x, y + 28);
    }
}
