package org.dahlquist.image;

import java.util.Arrays;

/**
 * Weights of a triangle filter that scales a line of pixels, in fixed point: for each output pixel those of a run of
 * inputs, which add up to 1.
 */
final class FilterTaps {
    /** Binary places of a weight across: 255 times their sum still fits an int. */
    private static final int BITS = 22;

    /** Binary places that a row keeps, so that it is not rounded twice. */
    private static final int ROW_BITS = 7;

    /** Binary places of a weight down. */
    private static final int COLUMN_BITS = 14;

    private static final int ROW_SHIFT = BITS - ROW_BITS;
    private static final int ROW_HALF = 1 << ROW_SHIFT - 1;
    private static final int COLUMN_SHIFT = ROW_BITS + COLUMN_BITS;
    private static final int COLUMN_HALF = 1 << COLUMN_SHIFT - 1;

    private final int[] first;
    /** {@code int[outputs][taps]}, zero behind the last input. */
    private final int[] weights;

    private final int taps;
    private final int inputEnd;

    private FilterTaps(int[] first, int[] weights, int taps, int inputEnd) {
        this.first = first;
        this.weights = weights;
        this.taps = taps;
        this.inputEnd = inputEnd;
    }

    /**
     * Taps of a triangle filter that is widened when it shrinks.
     *
     * @param inputs pixels of the line
     * @param extent length of the part of the line that is scaled, from 0, at most {@code inputs}
     * @param outputs pixels of the result
     */
    static FilterTaps triangle(int inputs, double extent, int outputs) {
        double scale = extent / outputs;
        double radius = Math.max(1, scale);
        int[] first = new int[outputs];
        int taps = 0;
        for (int i = 0; i < outputs; i++) {
            double centre = (i + 0.5) * scale;
            first[i] = Math.max(0, (int) (centre - radius + 0.5));
            taps = Math.max(taps, Math.min(inputs, (int) (centre + radius + 0.5)) - first[i]);
        }
        int[] weights = new int[outputs * taps];
        for (int i = 0; i < outputs; i++) {
            // Moved back at the end of the line, so that all taps of every output lie inside.
            first[i] = Math.min(first[i], inputs - taps);
            weigh((i + 0.5) * scale - first[i], radius, weights, i * taps, taps);
        }
        return new FilterTaps(first, weights, taps, inputs);
    }

    private static void weigh(double centre, double radius, int[] weights, int offset, int taps) {
        double sum = 0;
        for (int tap = 0; tap < taps; tap++) {
            sum += Math.max(0, radius - Math.abs(tap + 0.5 - centre));
        }
        for (int tap = 0; tap < taps; tap++) {
            double weight = Math.max(0, radius - Math.abs(tap + 0.5 - centre)) / sum;
            weights[offset + tap] = (int) Math.round(weight * (1 << BITS));
        }
    }

    /** Pixels of the result. */
    int length() {
        return first.length;
    }

    /** Pixels of the line. */
    int inputEnd() {
        return inputEnd;
    }

    /** Scales a row of one channel. */
    void row(byte[] source, int offset, int[] out, int outOffset) {
        for (int i = 0; i < first.length; i++) {
            int from = offset + first[i];
            int sum = ROW_HALF;
            for (int tap = 0; tap < taps; tap++) {
                sum += (source[from + tap] & 0xFF) * weights[i * taps + tap];
            }
            out[outOffset + i] = sum >> ROW_SHIFT;
        }
    }

    /** Scales a row of three interleaved channels. */
    void rowOfThree(byte[] source, int offset, int[] out, int outOffset) {
        for (int i = 0; i < first.length; i++) {
            int from = offset + 3 * first[i];
            int red = ROW_HALF;
            int green = ROW_HALF;
            int blue = ROW_HALF;
            for (int tap = 0; tap < taps; tap++) {
                int weight = weights[i * taps + tap];
                red += (source[from + 3 * tap] & 0xFF) * weight;
                green += (source[from + 3 * tap + 1] & 0xFF) * weight;
                blue += (source[from + 3 * tap + 2] & 0xFF) * weight;
            }
            out[outOffset + 3 * i] = red >> ROW_SHIFT;
            out[outOffset + 3 * i + 1] = green >> ROW_SHIFT;
            out[outOffset + 3 * i + 2] = blue >> ROW_SHIFT;
        }
    }

    /**
     * Scales down the columns to one output row.
     *
     * @param rows what {@link #row} made of each input row, without gaps
     * @param output index of the row
     * @param sums scratch memory as long as a row
     * @param out receives the row at {@code offset}
     */
    void columns(int[] rows, int output, int[] sums, byte[] out, int offset) {
        Arrays.fill(sums, COLUMN_HALF);
        for (int tap = 0; tap < taps; tap++) {
            int weight = weights[output * taps + tap] + (1 << BITS - COLUMN_BITS - 1) >> BITS - COLUMN_BITS;
            if (weight != 0) {
                add(rows, (first[output] + tap) * sums.length, weight, sums);
            }
        }
        for (int x = 0; x < sums.length; x++) {
            out[offset + x] = (byte) Math.min(255, sums[x] >> COLUMN_SHIFT);
        }
    }

    /** On ints alone, which the JIT compiler turns into vector instructions. */
    private static void add(int[] rows, int from, int weight, int[] sums) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] += rows[from + x] * weight;
        }
    }
}
