package org.dahlquist.image;

import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * Weighted sums of rows of ints that hold values in lanes, so that one multiplication weights several and loops over a row
 * become vector instructions.
 *
 * <p>The lanes of an int are summed in two turns, that there is room above each of them. Keeps its memory; not thread-safe.
 */
final class LaneSums {
    /** Rows that one loop adds: fewer passes over the sums, still few enough registers. */
    private static final int ROWS = 3;

    private final Lanes lanes;
    /** The last rows of the source, row y at y modulo their number; the loops take arrays from their start. */
    private int[][] rows = {};

    private int words;
    private int copied;

    /**
     * How values lie in an int.
     *
     * @param shift from the lanes that are summed first to those that are summed second
     * @param ones 1 in each of the lanes that are summed first
     * @param inputBits bits of a value
     * @param weightBits binary places of a weight
     * @param outputBits bits of a rounded sum
     */
    record Lanes(int shift, int ones, int inputBits, int weightBits, int outputBits) {
        /** Four bytes; of the sums two more bits are kept than of a byte. */
        static final Lanes BYTES = new Lanes(8, 0x00010001, 8, 8, 10);

        /** Two of these sums, which become bytes. */
        static final Lanes SUMS = new Lanes(16, 1, 10, 13, 8);

        private int mask(int bits) {
            return ones * ((1 << bits) - 1);
        }

        /** Bits that rounding takes off a sum. */
        int dropped() {
            return inputBits + weightBits - outputBits;
        }
    }

    LaneSums(Lanes lanes) {
        this.lanes = lanes;
    }

    /** Prepares for rows of so many ints; {@link #sum} then takes outputs of so many taps in ascending order. */
    void start(int rowLength, int taps) {
        if (rows.length != taps || words != rowLength) {
            rows = new int[taps][rowLength];
            words = rowLength;
        }
        copied = 0;
    }

    /**
     * Sums the rows of one output.
     *
     * @param source rows of {@code rowWords} ints, of which as many as {@link #start} was told are summed
     * @param taps which rows, with which weights
     * @param output number of the output, not below that of the call before
     * @param lower receives the rounded sums of the lanes that are summed first, in their places
     * @param upper receives those of the others, in the same places
     */
    void sum(IntBuffer source, int rowWords, FilterTaps taps, int output, int[] lower, int[] upper) {
        int first = taps.first()[output];
        for (copied = Math.max(copied, first); copied < first + taps.taps(); copied++) {
            source.get(copied * rowWords, rows[copied % rows.length], 0, words);
        }
        sum(taps, output, 0, lower);
        sum(taps, output, lanes.shift(), upper);
    }

    private void sum(FilterTaps taps, int output, int shift, int[] sums) {
        Arrays.fill(sums, lanes.ones() << lanes.dropped() - 1);
        int mask = lanes.mask(lanes.inputBits());
        for (int tap = 0; tap < taps.taps(); tap += ROWS) {
            int[] a = row(taps, output, tap);
            int[] b = row(taps, output, tap + 1);
            int[] c = row(taps, output, tap + 2);
            int p = weight(taps, output, tap);
            int q = weight(taps, output, tap + 1);
            int r = weight(taps, output, tap + 2);
            if (tap + ROWS < taps.taps()) {
                add(a, b, c, p, q, r, shift, mask, sums);
            } else {
                finish(a, b, c, p, q, r, shift, mask, lanes.dropped(), lanes.mask(lanes.outputBits()), sums);
            }
        }
    }

    private int[] row(FilterTaps taps, int output, int tap) {
        return rows[(taps.first()[output] + tap) % rows.length];
    }

    private static int weight(FilterTaps taps, int output, int tap) {
        return tap < taps.taps() ? taps.weights()[output * taps.taps() + tap] : 0;
    }

    private static void add(int[] a, int[] b, int[] c, int p, int q, int r, int shift, int mask, int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += (a[i] >>> shift & mask) * p + (b[i] >>> shift & mask) * q + (c[i] >>> shift & mask) * r;
        }
    }

    /** Adds, then rounds, as {@code sums} begin with one half. */
    private static void finish(
            int[] a, int[] b, int[] c, int p, int q, int r, int shift, int mask, int dropped, int kept, int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            int sum = sums[i] + (a[i] >>> shift & mask) * p + (b[i] >>> shift & mask) * q + (c[i] >>> shift & mask) * r;
            sums[i] = sum >>> dropped & kept;
        }
    }
}
