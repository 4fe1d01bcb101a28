package org.dahlquist.jobs.bench;

import java.util.Locale;

/** A number in a table. */
final class Cell {
    private Cell() {}

    /** The number with some digits after the point; empty for NaN. */
    static String of(double value, int digits) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
