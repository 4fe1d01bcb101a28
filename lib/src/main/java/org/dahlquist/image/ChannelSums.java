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

    /** Rows whose squares an int can sum. */
    private static final int MOST_ROWS = Integer.MAX_VALUE / (255 * 255);

    private final long[] sums;
    private final long[] squares;
    private long pixels;

    private ChannelSums(long[] sums, long[] squares, long pixels) {
        this.sums = sums;
        this.squares = squares;
        this.pixels = pixels;
    }

    /** Sums over no image of this shape. */
    public static ChannelSums empty(ImageShape shape) {
        return new ChannelSums(new long[shape.channels()], new long[shape.channels()], 0);
    }

    /**
     * Sums that were taken before.
     *
     * @param sums sum of the values of each channel, from 0 to 255 each
     * @param squares sum of their squares
     * @param pixels pixels per channel
     */
    public static ChannelSums of(long[] sums, long[] squares, long pixels) {
        return new ChannelSums(sums.clone(), squares.clone(), pixels);
    }

    /** Adds one image of unsigned bytes in CHW order, of any height and width. */
    public void add(byte[] image) {
        int plane = image.length / sums.length;
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

    /** Adds one image of unsigned bytes whose channels are interleaved (HWC), of any height and width. */
    public void addInterleaved(byte[] image) {
        for (int channel = 0; channel < sums.length; channel++) {
            long sum = 0;
            long square = 0;
            for (int i = channel; i < image.length; i += sums.length) {
                int value = Byte.toUnsignedInt(image[i]);
                sum += value;
                square += (long) value * value;
            }
            sums[channel] += sum;
            squares[channel] += square;
        }
        pixels += image.length / sums.length;
    }

    /**
     * Adds one image of three channels, the first of which is the lowest byte of each pixel.
     *
     * @param image pixels, row by row; a buffer that may be longer
     * @param width columns
     * @param height rows
     */
    void addPacked(int[] image, int width, int height) {
        for (int top = 0; top < height; top += MOST_ROWS) {
            addRows(image, width, top, Math.min(height, top + MOST_ROWS));
        }
        pixels += (long) width * height;
    }

    private void addRows(int[] image, int width, int top, int end) {
        int[] row = new int[width];
        int[][] columnSums = new int[sums.length][width];
        int[][] columnSquares = new int[sums.length][width];
        for (int y = top; y < end; y++) {
            System.arraycopy(image, y * width, row, 0, width);
            for (int channel = 0; channel < sums.length; channel++) {
                addValues(row, Byte.SIZE * channel, columnSums[channel]);
                addSquares(row, Byte.SIZE * channel, columnSquares[channel]);
            }
        }
        for (int channel = 0; channel < sums.length; channel++) {
            sums[channel] += total(columnSums[channel]);
            squares[channel] += total(columnSquares[channel]);
        }
    }

    // Column by column and an array at a time, as Java makes vector instructions of that alone.

    private static void addValues(int[] row, int shift, int[] columnSums) {
        for (int x = 0; x < columnSums.length; x++) {
            columnSums[x] += row[x] >>> shift & 0xFF;
        }
    }

    private static void addSquares(int[] row, int shift, int[] columnSquares) {
        for (int x = 0; x < columnSquares.length; x++) {
            columnSquares[x] += (row[x] >>> shift & 0xFF) * (row[x] >>> shift & 0xFF);
        }
    }

    private static long total(int[] columns) {
        long total = 0;
        for (int column : columns) {
            total += column;
        }
        return total;
    }

    /** Sum of the values of each channel; a copy. */
    public long[] sums() {
        return sums.clone();
    }

    /** Sum of the squares of the values of each channel; a copy. */
    public long[] squares() {
        return squares.clone();
    }

    /** Pixels per channel. */
    public long pixels() {
        return pixels;
    }

    /** Sums over the images of both; neither is changed. */
    public ChannelSums plus(ChannelSums other) {
        ChannelSums both = new ChannelSums(sums.clone(), squares.clone(), pixels + other.pixels);
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
