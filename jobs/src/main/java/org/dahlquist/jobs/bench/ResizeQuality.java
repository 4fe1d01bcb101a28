package org.dahlquist.jobs.bench;

import java.util.ArrayList;
import java.util.List;
import org.dahlquist.image.RgbImage;

/**
 * How near scaled images come to the same filter in double precision, as the mean of their peak signal-to-noise ratios in
 * dB: 10 log₁₀(255² / mean squared error), errors against the exact values before rounding.
 */
final class ResizeQuality {
    private static final double WHITE = 255;

    /** Luma of JFIF, by channel. */
    private static final double[] LUMA = {0.299, 0.587, 0.114};

    private final List<Double> rgb = new ArrayList<>();
    private final List<Double> luma = new ArrayList<>();

    /** Compares an image with the exact one. */
    void add(double[] exact, RgbImage scaled) {
        double squares = 0;
        double lumaSquares = 0;
        for (int i = 0; i < exact.length; i += RgbImage.CHANNELS) {
            double lumaError = 0;
            for (int c = 0; c < RgbImage.CHANNELS; c++) {
                double error = exact[i + c] - Byte.toUnsignedInt(scaled.pixels()[i + c]);
                squares += error * error;
                lumaError += LUMA[c] * error;
            }
            lumaSquares += lumaError * lumaError;
        }
        rgb.add(decibels(squares / exact.length));
        luma.add(decibels(RgbImage.CHANNELS * lumaSquares / exact.length));
    }

    /** Means over the images. */
    PrepareQuality.Decibels mean() {
        return new PrepareQuality.Decibels(mean(rgb), mean(luma));
    }

    private static double decibels(double meanSquare) {
        return 10 * Math.log10(WHITE * WHITE / meanSquare);
    }

    private static double mean(List<Double> decibels) {
        return decibels.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    /** An image scaled by the antialiased triangle filter, rows first, in double precision and not rounded. */
    static double[] exact(RgbImage image, int width, int height) {
        int row = RgbImage.CHANNELS * width;
        double[] across = new double[row * image.height()];
        for (int i = 0; i < width; i++) {
            double[] weights = weights(image.width(), width, i);
            for (int x = 0; x < weights.length; x++) {
                for (int y = 0; weights[x] > 0 && y < image.height(); y++) {
                    for (int c = 0; c < RgbImage.CHANNELS; c++) {
                        int value = image.pixels()[RgbImage.CHANNELS * (y * image.width() + x) + c] & 0xFF;
                        across[y * row + RgbImage.CHANNELS * i + c] += weights[x] * value;
                    }
                }
            }
        }
        double[] exact = new double[row * height];
        for (int i = 0; i < height; i++) {
            double[] weights = weights(image.height(), height, i);
            for (int y = 0; y < weights.length; y++) {
                for (int x = 0; weights[y] > 0 && x < row; x++) {
                    exact[i * row + x] += weights[y] * across[y * row + x];
                }
            }
        }
        return exact;
    }

    /** Weights of all inputs for one output. */
    private static double[] weights(int inputs, int outputs, int output) {
        double scale = (double) inputs / outputs;
        double centre = (output + 0.5) * scale;
        double[] weights = new double[inputs];
        double sum = 0;
        for (int i = 0; i < inputs; i++) {
            weights[i] = Math.max(0, 1 - Math.abs(i + 0.5 - centre) / Math.max(1, scale));
            sum += weights[i];
        }
        for (int i = 0; i < inputs; i++) {
            weights[i] /= sum;
        }
        return weights;
    }
}
