package org.dahlquist.run.report;

import java.awt.Color;
import java.awt.Font;
import java.util.List;

/** Colours and type of every plot, so that they look like one set. */
final class Palette {
    static final Color TRAIN = new Color(0x2f, 0x6d, 0xb5);
    static final Color TEST = new Color(0xd9, 0x6c, 0x1a);
    static final Color TEXT = new Color(0x24, 0x2a, 0x31);
    static final Color FAINT_TEXT = new Color(0x5b, 0x65, 0x70);
    static final Color GRID = new Color(0xe4, 0xe7, 0xeb);
    static final Color BACKGROUND = Color.WHITE;

    /** Of several series on one chart: the first two, then hues that stay apart (after Okabe and Ito). */
    static final List<Color> SERIES = List.of(
            TRAIN,
            TEST,
            new Color(0x00, 0x9e, 0x73),
            new Color(0xcc, 0x79, 0xa7),
            new Color(0x56, 0xb4, 0xe9),
            new Color(0xb8, 0x9b, 0x00),
            new Color(0x7a, 0x4f, 0xa3),
            new Color(0x8c, 0x56, 0x4b),
            new Color(0x24, 0x2a, 0x31),
            new Color(0x9a, 0xa5, 0xb1));

    private Palette() {}

    static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    /** The colour a given part of the way from white, 0, to a full colour, 1. */
    static Color shade(Color full, double amount) {
        double part = Math.max(0, Math.min(1, amount));
        return new Color(
                (int) Math.round(255 + (full.getRed() - 255) * part),
                (int) Math.round(255 + (full.getGreen() - 255) * part),
                (int) Math.round(255 + (full.getBlue() - 255) * part));
    }
}
