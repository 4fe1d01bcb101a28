package org.dahlquist.run.report;

import java.awt.Color;
import java.awt.Font;

/** Colours and type of every plot, so that they look like one set. */
final class Palette {
    static final Color TRAIN = new Color(0x2f, 0x6d, 0xb5);
    static final Color TEST = new Color(0xd9, 0x6c, 0x1a);
    static final Color TEXT = new Color(0x24, 0x2a, 0x31);
    static final Color FAINT_TEXT = new Color(0x5b, 0x65, 0x70);
    static final Color GRID = new Color(0xe4, 0xe7, 0xeb);
    static final Color BACKGROUND = Color.WHITE;

    private static final Color[] SERIES = {
        TRAIN,
        TEST,
        new Color(0x2e, 0x8b, 0x57),
        new Color(0x8e, 0x5a, 0xb5),
        new Color(0xc0, 0x39, 0x4b),
        new Color(0x6b, 0x72, 0x2c)
    };

    private Palette() {}

    /** The colour of one of several runs, by number; they repeat from the seventh on. */
    static Color series(int number) {
        return SERIES[number % SERIES.length];
    }

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
