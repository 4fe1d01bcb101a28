package org.dahlquist.image;

import java.util.Arrays;

/**
 * Which source values make each output value along one axis of a resampled image, and with what weights.
 *
 * <p>Bilinear with antialiasing, as Pillow's {@code BILINEAR} and torchvision's {@code antialias=True}: a triangle as wide
 * as an output pixel, or as a source pixel where the image is enlarged; weights sum to 1.
 *
 * @param first for each output value its first source value
 * @param taps for each output value how many source values it takes
 * @param weights {@code float[outputs · mostTaps]}
 * @param mostTaps largest number of taps
 */
record SampledAxis(int[] first, int[] taps, float[] weights, int mostTaps) {
    /**
     * An axis.
     *
     * @param origin source coordinate of the output's first edge; the edges of source pixel i are i and i + 1
     * @param scale source pixels per output pixel
     * @param low first source pixel that may be taken; all of the output's centres lie between it and the end
     * @param high end of those pixels
     * @param outputs number of output pixels
     * @param mirror whether the output runs backwards
     */
    static SampledAxis of(double origin, double scale, int low, int high, int outputs, boolean mirror) {
        double stretch = Math.max(1, scale);
        int mostTaps = (int) Math.ceil(stretch) * 2 + 1;
        SampledAxis axis = new SampledAxis(new int[outputs], new int[outputs], new float[outputs * mostTaps], mostTaps);
        double[] weights = new double[mostTaps];
        for (int output = 0; output < outputs; output++) {
            int place = mirror ? outputs - 1 - output : output;
            axis.fill(place, origin + (output + 0.5) * scale, stretch, low, high, weights);
        }
        return axis;
    }

    /** The axis that scales {@code inputs} pixels to {@code outputs}. */
    static SampledAxis whole(int inputs, int outputs) {
        return of(0, (double) inputs / outputs, 0, inputs, outputs, false);
    }

    /** The axis with its last output once more if their number is odd. */
    SampledAxis evened() {
        int outputs = outputs() + outputs() % 2;
        SampledAxis even = new SampledAxis(
                Arrays.copyOf(first, outputs),
                Arrays.copyOf(taps, outputs),
                Arrays.copyOf(weights, outputs * mostTaps),
                mostTaps);
        even.first[outputs - 1] = first[outputs() - 1];
        even.taps[outputs - 1] = taps[outputs() - 1];
        System.arraycopy(weights, (outputs() - 1) * mostTaps, even.weights, (outputs - 1) * mostTaps, mostTaps);
        return even;
    }

    /** The axis whose outputs are the means of two neighbouring ones of this axis, which has an even number of them. */
    SampledAxis halved() {
        int[] starts = new int[outputs() / 2];
        int[] counts = new int[starts.length];
        int most = 0;
        for (int i = 0; i < starts.length; i++) {
            starts[i] = Math.min(first[2 * i], first[2 * i + 1]);
            counts[i] = Math.max(end(2 * i), end(2 * i + 1)) - starts[i];
            most = Math.max(most, counts[i]);
        }
        SampledAxis half = new SampledAxis(starts, counts, new float[starts.length * most], most);
        for (int i = 0; i < outputs(); i++) {
            int target = i / 2 * most + first[i] - starts[i / 2];
            for (int tap = 0; tap < taps[i]; tap++) {
                half.weights[target + tap] += weights[i * mostTaps + tap] / 2;
            }
        }
        return half;
    }

    private int end(int output) {
        return first[output] + taps[output];
    }

    private void fill(int output, double centre, double stretch, int low, int high, double[] scratch) {
        int from = Math.max(low, (int) Math.floor(centre - stretch + 0.5));
        int to = Math.min(high, (int) Math.floor(centre + stretch + 0.5));
        double sum = 0;
        for (int tap = 0; tap < to - from; tap++) {
            scratch[tap] = Math.max(0, 1 - Math.abs(from + tap + 0.5 - centre) / stretch);
            sum += scratch[tap];
        }
        first[output] = from;
        taps[output] = to - from;
        for (int tap = 0; tap < to - from; tap++) {
            weights[output * mostTaps + tap] = (float) (scratch[tap] / sum);
        }
    }

    int outputs() {
        return first.length;
    }
}
