package org.dahlquist.image;

/**
 * Weights of a triangle filter that scales a line of pixels, in fixed point: for each output pixel those of a run of
 * inputs, which add up to 1.
 */
final class FilterTaps {
    /** Binary places of a weight: 255 times their sum still fits an int. */
    static final int BITS = 22;

    /** One half in fixed point. */
    static final int HALF = 1 << BITS - 1;

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
        int taps = Math.min(inputs, 2 * (int) Math.ceil(radius) + 1);
        int[] first = new int[outputs];
        int[] weights = new int[outputs * taps];
        double[] exact = new double[taps];
        for (int i = 0; i < outputs; i++) {
            double centre = (i + 0.5) * scale;
            int from = Math.max(0, (int) (centre - radius + 0.5));
            int to = Math.min(inputs, (int) (centre + radius + 0.5));
            double sum = 0;
            for (int j = from; j < to; j++) {
                exact[j - from] = Math.max(0, 1 - Math.abs(j + 0.5 - centre) / radius);
                sum += exact[j - from];
            }
            // Shifted back at the end of the line, so that every run of inputs has all its taps inside.
            first[i] = Math.min(from, inputs - taps);
            int shift = from - first[i];
            for (int j = 0; j < to - from; j++) {
                weights[i * taps + shift + j] = (int) Math.round(exact[j] / sum * (1 << BITS));
            }
        }
        return new FilterTaps(first, weights, taps, inputs);
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
    void row(byte[] source, int offset, byte[] out, int outOffset) {
        for (int i = 0; i < first.length; i++) {
            int from = offset + first[i];
            int sum = HALF;
            for (int tap = 0; tap < taps; tap++) {
                sum += (source[from + tap] & 0xFF) * weights[i * taps + tap];
            }
            out[outOffset + i] = (byte) (sum >> BITS);
        }
    }

    /** Scales a row of three interleaved channels. */
    void rowOfThree(byte[] source, int offset, byte[] out, int outOffset) {
        for (int i = 0; i < first.length; i++) {
            int from = offset + 3 * first[i];
            int red = HALF;
            int green = HALF;
            int blue = HALF;
            for (int tap = 0; tap < taps; tap++) {
                int weight = weights[i * taps + tap];
                red += (source[from + 3 * tap] & 0xFF) * weight;
                green += (source[from + 3 * tap + 1] & 0xFF) * weight;
                blue += (source[from + 3 * tap + 2] & 0xFF) * weight;
            }
            out[outOffset + 3 * i] = (byte) (red >> BITS);
            out[outOffset + 3 * i + 1] = (byte) (green >> BITS);
            out[outOffset + 3 * i + 2] = (byte) (blue >> BITS);
        }
    }

    /** Adds the weighted rows of one output row to {@code sums}; rows are as long as {@code sums}, without gaps. */
    void columns(byte[] rows, int output, int[] sums) {
        for (int tap = 0; tap < taps; tap++) {
            int weight = weights[output * taps + tap];
            int from = (first[output] + tap) * sums.length;
            if (weight != 0) {
                for (int x = 0; x < sums.length; x++) {
                    sums[x] += (rows[from + x] & 0xFF) * weight;
                }
            }
        }
    }
}
