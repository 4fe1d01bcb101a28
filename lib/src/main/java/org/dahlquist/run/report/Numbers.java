package org.dahlquist.run.report;

import java.util.Locale;

/** Numbers as the report writes them; NaN is an empty text. */
final class Numbers {
    private Numbers() {}

    /** A fraction as percent with two digits, as in "93.41 %". */
    static String percent(double fraction) {
        return Double.isNaN(fraction) ? "" : String.format(Locale.ROOT, "%.2f\u00a0%%", 100 * fraction);
    }

    /** A whole number with thousands separated by commas. */
    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String decimal(double number, int digits) {
        return Double.isNaN(number) ? "" : String.format(Locale.ROOT, "%." + digits + "f", number);
    }

    /** At most four decimals and no zeros behind them, as in "0.3333" or "1.5". */
    static String shortened(double number) {
        return decimal(number, 4).replaceFirst("\\.?0+$", "");
    }

    /** A small number in scientific form, as in "3.1e-07". */
    static String scientific(double number) {
        return Double.isNaN(number) ? "" : String.format(Locale.ROOT, "%.1e", number);
    }

    /** Seconds as "41.5 s", "7 min 03 s" or "2 h 05 min". */
    static String duration(double seconds) {
        if (Double.isNaN(seconds)) {
            return "";
        }
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f\u00a0s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d\u00a0min %02d\u00a0s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d\u00a0h %02d\u00a0min", whole / 3600, whole % 3600 / 60);
    }

    static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f\u00a0GiB", bytes / (double) (1L << 30));
    }
}
