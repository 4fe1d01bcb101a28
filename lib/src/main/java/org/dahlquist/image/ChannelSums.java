package org.dahlquist.image;

import java.io.Serializable;
import org.dahlquist.dataset.ImageShape;

/**
 * Sums of pixel values and their squares per channel, from which mean and standard deviation follow.
 *
 * <p>Sums are whole numbers, so merging them is exact and the order does not matter; a sum of squares holds for up to
 * 1.4·10¹⁴ pixels per channel. Not thread-safe.
 */
public final class ChannelSums implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final double WHITE = 255;

    private final int plane;
    private final long[] sums;
    private final long[] squares;
    private long pixels;

    private ChannelSums(int plane, long[] sums, long[] squares, long pixels) {
        this.plane = plane;
        this.sums = sums;
        this.squares = squares;
        this.pixels = pixels;
    }

    /** Sums over no image of this shape. */
    public static ChannelSums empty(ImageShape shape) {
        return new ChannelSums(
                shape.height() * shape.width(), new long[shape.channels()], new long[shape.channels()], 0);
    }

    /** Adds one image of unsigned bytes in CHW order. */
    public void add(byte[] image) {
        for (int channel = 0; channel < sums.length; channel++) {
            long sum = 0;
            long square = 0;
            for (int i = channel * plane; i < (channel + 1) * plane; i++) {
                int value = Byte.toUnsignedInt(image[i]);
                sum += value;
                square += (long) value * value;
            }
            sums[channel] += sum;
            squares[channel] += square;
        }
        pixels += plane;
    }

    /** Sums over the images of both; neither is changed. */
    public ChannelSums plus(ChannelSums other) {
        ChannelSums both = new ChannelSums(plane, sums.clone(), squares.clone(), pixels + other.pixels);
        for (int channel = 0; channel < sums.length; channel++) {
            both.sums[channel] += other.sums[channel];
            both.squares[channel] += other.squares[channel];
        }
        return both;
    }

    /** Mean of each channel, from 0 to 1. */
    public double[] mean() {
        double[] mean = new double[sums.length];
        for (int channel = 0; channel < mean.length; channel++) {
            mean[channel] = sums[channel] / (WHITE * pixels);
        }
        return mean;
    }

    /** Standard deviation of each channel over all pixels (of the population), from 0 to 0.5. */
    public double[] standardDeviation() {
        double[] deviation = mean();
        for (int channel = 0; channel < deviation.length; channel++) {
            double meanSquare = squares[channel] / (WHITE * WHITE * pixels);
            deviation[channel] = Math.sqrt(Math.max(0, meanSquare - deviation[channel] * deviation[channel]));
        }
        return deviation;
    }
}
