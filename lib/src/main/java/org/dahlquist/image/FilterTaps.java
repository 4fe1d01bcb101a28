package org.dahlquist.image;

/**
 * Weights of a triangle filter that scales a line of pixels, in fixed point: for each output pixel those of a run of
 * inputs.
 *
 * @param first first input of each output's run
 * @param weights {@code int[outputs][taps]}; those of an output add up to exactly 2 to the power of {@code bits}
 * @param taps length of all runs
 * @param bits binary places of a weight
 */
record FilterTaps(int[] first, int[] weights, int taps, int bits) {
    /**
     * Taps of a triangle filter that is widened when it shrinks.
     *
     * @param inputs pixels of the line
     * @param outputs pixels of the result
     */
    static FilterTaps triangle(int inputs, int outputs, int bits) {
        double scale = (double) inputs / outputs;
        double radius = Math.max(1, scale);
        int[] begin = new int[outputs];
        int taps = 0;
        for (int i = 0; i < outputs; i++) {
            begin[i] = Math.max(0, (int) ((i + 0.5) * scale - radius + 0.5));
            taps = Math.max(taps, end(inputs, (i + 0.5) * scale, radius) - begin[i]);
        }
        int[] weights = new int[outputs * taps];
        double[] exact = new double[taps];
        for (int i = 0; i < outputs; i++) {
            double centre = (i + 0.5) * scale;
            int count = end(inputs, centre, radius) - begin[i];
            for (int j = 0; j < count; j++) {
                exact[j] = Math.max(0, 1 - Math.abs(begin[i] + j + 0.5 - centre) / radius);
            }
            // Shifted back at the end of the line, so that every run of inputs has all its taps inside.
            int shift = Math.max(0, begin[i] + taps - inputs);
            begin[i] -= shift;
            quantise(exact, count, weights, i * taps + shift, bits);
        }
        return new FilterTaps(begin, weights, taps, bits);
    }

    private static int end(int inputs, double centre, double radius) {
        return Math.min(inputs, (int) (centre + radius + 0.5));
    }

    /** Rounds sums of weights rather than weights, so that a constant line stays what it is and errors do not add up. */
    private static void quantise(double[] exact, int count, int[] weights, int offset, int bits) {
        double sum = 0;
        for (int j = 0; j < count; j++) {
            sum += exact[j];
        }
        double share = 0;
        int before = 0;
        for (int j = 0; j < count; j++) {
            share += exact[j] / sum;
            int rounded = (int) Math.round(share * (1 << bits));
            weights[offset + j] = rounded - before;
            before = rounded;
        }
    }
}
