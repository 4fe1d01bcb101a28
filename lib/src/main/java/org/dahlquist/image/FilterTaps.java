package org.dahlquist.image;

import java.util.Arrays;

/**
 * Weights that resample a line of pixels, in fixed point: for each output pixel those of a run of inputs.
 *
 * @param first first input of each output's run
 * @param weights {@code int[outputs][taps]}; those of an output add up to exactly 2 to the power of {@code bits}
 * @param taps length of all runs
 * @param bits binary places of a weight
 */
record FilterTaps(int[] first, int[] weights, int taps, int bits) {
    /**
     * Taps of an axis.
     *
     * @param axis what to take, all of it in {@code inputs} pixels
     * @param bits binary places of a weight
     */
    static FilterTaps of(SampledAxis axis, int inputs, int bits) {
        int taps = Arrays.stream(axis.taps()).max().orElseThrow();
        int[] first = new int[axis.outputs()];
        int[] weights = new int[axis.outputs() * taps];
        for (int i = 0; i < first.length; i++) {
            // Shifted back at the end of the line, so that every run of inputs has all its taps inside.
            first[i] = Math.min(axis.first()[i], inputs - taps);
            quantise(axis, i, weights, i * taps + axis.first()[i] - first[i], bits);
        }
        return new FilterTaps(first, weights, taps, bits);
    }

    /** Rounds sums of weights rather than weights, so that a constant line stays what it is and errors do not add up. */
    private static void quantise(SampledAxis axis, int output, int[] weights, int offset, int bits) {
        double share = 0;
        int before = 0;
        for (int j = 0; j < axis.taps()[output]; j++) {
            share += axis.weights()[output * axis.mostTaps() + j];
            int rounded = (int) Math.rint(share * (1 << bits));
            weights[offset + j] = rounded - before;
            before = rounded;
        }
    }
}
