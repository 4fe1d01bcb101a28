package org.dahlquist.run.report;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** Pictures with captions in rows under headings, to look at what was prepared. */
public final class ContactSheet {
    /** Longer side of a picture, in pixels. */
    public static final int TILE = 96;

    private static final int COLUMNS = 8;
    private static final int GAP = 12;
    private static final int CAPTION = 24;
    private static final int HEADING = 34;

    /**
     * One picture.
     *
     * @param image any size; shown whole, no larger than it is unless it is very small
     * @param caption what it shows
     */
    public record Tile(BufferedImage image, String caption) {}

    /**
     * Pictures that belong together.
     *
     * @param heading line above them
     * @param tiles the pictures, in order
     */
    public record Group(String heading, List<Tile> tiles) {}

    private ContactSheet() {}

    /**
     * Draws all groups below one another.
     *
     * @param groups at least one
     * @return the picture, on white
     */
    public static BufferedImage draw(List<Group> groups) {
        int height = GAP + groups.stream().mapToInt(ContactSheet::height).sum();
        BufferedImage sheet = new BufferedImage(COLUMNS * (TILE + GAP) + GAP, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = Plots.graphics(sheet);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        int top = 0;
        for (Group group : groups) {
            graphics.setFont(Palette.font(Font.BOLD, 16));
            graphics.setColor(Palette.TEXT);
            graphics.drawString(group.heading(), GAP, top + HEADING - 10);
            for (int i = 0; i < group.tiles().size(); i++) {
                int x = GAP + i % COLUMNS * (TILE + GAP);
                int y = top + HEADING + i / COLUMNS * (TILE + CAPTION);
                draw(graphics, group.tiles().get(i), x, y);
            }
            top += height(group);
        }
        graphics.dispose();
        return sheet;
    }

    private static int height(Group group) {
        return HEADING + (group.tiles().size() + COLUMNS - 1) / COLUMNS * (TILE + CAPTION);
    }

    private static void draw(Graphics2D graphics, Tile tile, int x, int y) {
        BufferedImage image = tile.image();
        double fit = TILE / (double) Math.max(image.getWidth(), image.getHeight());
        double scale = fit < 2 ? Math.min(1, fit) : Math.floor(fit);
        int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
        graphics.drawImage(image, x + (TILE - width) / 2, y + (TILE - height) / 2, width, height, null);
        graphics.setFont(Palette.font(Font.PLAIN, 12));
        graphics.setColor(Palette.FAINT_TEXT);
        FontMetrics metrics = graphics.getFontMetrics();
        String caption = shortened(tile.caption(), metrics);
        graphics.drawString(caption, x + (TILE - metrics.stringWidth(caption)) / 2, y + TILE + 15);
    }

    private static String shortened(String caption, FontMetrics metrics) {
        String text = caption;
        while (metrics.stringWidth(text) > TILE && text.length() > 2) {
            text = text.substring(0, text.length() - 2).strip() + "\u2026";
        }
        return text;
    }
}
