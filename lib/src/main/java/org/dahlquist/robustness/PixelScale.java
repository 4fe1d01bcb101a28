package org.dahlquist.robustness;

import org.dahlquist.DahlquistException;
import org.dahlquist.dataset.ImageShape;

/**
 * Converts between pixels p in [0, 1] and network input x = (p − mean) / std, per channel; images are CHW.
 *
 * <p>Agrees to the bit with {@code ImageTransform} on the pixels 0 and 1. Immutable.
 */
public final class PixelScale {
    private final ImageShape shape;
    private final double[] mean;
    private final double[] std;

    /**
     * A scale for images of one shape.
     *
     * @param shape shape of an image
     * @param mean mean per channel, in [0, 1]
     * @param std standard deviation per channel, in [0, 1]; 0 (a constant channel) divides by 1 instead
     * @throws DahlquistException (DATA) if mean or std do not have one value per channel
     */
    public PixelScale(ImageShape shape, double[] mean, double[] std) {
        if (mean.length != shape.channels() || std.length != shape.channels()) {
            throw DahlquistException.data(
                    "images of %d channels need as many means and deviations, but there are %d and %d;"
                            + " run the prepare stage again",
                    shape.channels(), mean.length, std.length);
        }
        this.shape = shape;
        this.mean = mean.clone();
        this.std = new double[std.length];
        for (int c = 0; c < std.length; c++) {
            this.std[c] = std[c] > 0 ? std[c] : 1;
        }
    }

    /** Shape of an image. */
    public ImageShape shape() {
        return shape;
    }

    /**
     * Pixels of some network input.
     *
     * @param input normalised images, {@code float[n · C·H·W]}
     * @return a new array of the same shape, cut to [0, 1]
     */
    public float[] pixels(float[] input) {
        float[] pixels = new float[input.length];
        for (int i = 0; i < input.length; i++) {
            int c = channel(i);
            pixels[i] = (float) Math.min(Math.max(input[i] * std[c] + mean[c], 0), 1);
        }
        return pixels;
    }

    /**
     * Network input of some pixels.
     *
     * @param pixels images in [0, 1], {@code float[n · C·H·W]}
     * @return a new array of the same shape, normalised
     */
    public float[] input(float[] pixels) {
        float[] input = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            int c = channel(i);
            input[i] = (float) ((pixels[i] - mean[c]) / std[c]);
        }
        return input;
    }

    /** Network input of the pixel 0. */
    double black(int channel) {
        return (float) ((0 - mean[channel]) / std[channel]);
    }

    /** Network input of the pixel 1. */
    double white(int channel) {
        return (float) ((1 - mean[channel]) / std[channel]);
    }

    /** What one unit of network input is in pixels. */
    double std(int channel) {
        return std[channel];
    }

    /** Channel of the value at an index of a batch. */
    int channel(int index) {
        return index % shape.size() / (shape.height() * shape.width());
    }
}
